package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.FieldContext;
import io.columnseal.KeyFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class KeyFileTest {

    private static final FieldContext SSN = FieldContext.of("default", "patient.ssn");
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void keepsItsKeysFromStartToStart() {
        AtomicReference<byte[]> sealed = new AtomicReference<>();
        application()
                .run(context ->
                        sealed.set(context.getBean(ColumnSeal.class).fields().encrypt(SSN, PLAINTEXT)));

        application()
                .run(context -> assertThat(
                                context.getBean(ColumnSeal.class).fields().decrypt(SSN, sealed.get()))
                        .isEqualTo(PLAINTEXT));
    }

    @Test
    void beginsNoFileAnewWhenNoneIsToBeCreated() {
        application()
                .withPropertyValues("columnseal.key-store.initialize-schema=never")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(KeyFileException.class)
                        .hasMessageContaining("is missing"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void saysWhichFileIsDamaged() throws IOException {
        Files.writeString(file(), "{");
        application().run(context -> {
            FailureAnalysis analysis = new KeyStoreFailureAnalyzer().analyze(context.getStartupFailure());

            assertThat(analysis).isNotNull();
            assertThat(analysis.getDescription()).contains(file().toString());
            assertThat(analysis.getAction()).contains("columnseal.key-store.file");
        });
    }

    @Test
    void refusesTwoPlacesForKeys() {
        application()
                .withPropertyValues("columnseal.key-store.url=jdbc:h2:mem:clinic")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("columnseal.key-store.file")
                        .hasMessageContaining("columnseal.key-store.url"));
    }

    private ApplicationContextRunner application() {
        return Contexts.bare()
                .withPropertyValues(
                        "columnseal.kms.local.master-key=" + Contexts.MASTER_KEY,
                        "columnseal.key-store.file=" + file());
    }

    private Path file() {
        return folder.resolve("clinic.db.key");
    }
}
