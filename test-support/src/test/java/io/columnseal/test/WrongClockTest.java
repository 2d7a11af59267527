package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.reencrypt.KeyDestruction;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be undone is not decided by the clock of one machine. */
class WrongClockTest {

    private final DataSource dataSource = H2Database.dataSource();

    @ParameterizedTest
    @ValueSource(strings = {"P31D", "PT5M5S", "-PT5M5S", "-P1D"})
    void neitherErasesNorCounts(String ahead) {
        try (ColumnSeal seal = ahead(Duration.parse(ahead))) {
            KeyId retired = retiredKey(seal);
            KeyDestruction destruction = destruction(seal);

            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> seal.keys().eraseDue("system", "waited"))
                    .withMessageContaining("clock");
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> destruction.destroy(List.of(retired), "j.doe", "replaced"))
                    .withMessageContaining("clock");
        }
    }

    @Test
    void bearsWithClocksThatDifferAsTheyDo() {
        try (ColumnSeal seal = ahead(Duration.ofMinutes(4))) {
            KeyId retired = retiredKey(seal);

            assertThat(destruction(seal).destroy(List.of(retired), "j.doe", "replaced"))
                    .hasSize(1);
            assertThat(seal.keys().eraseDue("system", "waited")).isEmpty();
        }
    }

    private KeyDestruction destruction(ColumnSeal seal) {
        return seal.keyDestruction(dataSource, new ColumnCatalogue("application", List.of()));
    }

    private static KeyId retiredKey(ColumnSeal seal) {
        seal.columnFields().encrypt(FieldContext.of("clinic-1", "patient.ssn"), new byte[] {1});
        KeyId first = seal.keys().history("clinic-1").get(0).id();
        seal.keys().rotate("clinic-1", "j.doe", "yearly");
        return first;
    }

    private ColumnSeal ahead(Duration time) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(new TestKms())
                .keyStore(JdbcDataKeyStore.on(dataSource).createSchema())
                .clock(Clock.offset(Clock.systemUTC(), time))
                .build();
    }
}
