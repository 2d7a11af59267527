package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.Storage;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.migrate.Importer;
import io.columnseal.migrate.MigrationPhase;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MigratingColumnTest {

    @Test
    void doesNotPrintItsImporter() {
        SealedColumn ssn = new SealedColumn(
                "patient",
                "ssn",
                "patient",
                List.of("id"),
                "ssn",
                "patient.ssn",
                "phi",
                "text",
                Storage.TEXT,
                1,
                false);

        assertThat(new MigratingColumn(ssn, MigrationPhase.SEAL, new Rotating("s3cret")))
                .asString()
                .contains("patient.ssn", "SEAL")
                .doesNotContain("s3cret");
    }

    private record Rotating(String key) implements Importer {

        @Override
        public byte[] open(byte[] stored, @Nullable String tenant) {
            return stored.clone();
        }
    }
}
