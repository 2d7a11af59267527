package io.columnseal.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class DevelopmentMasterKeyTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(DevelopmentMasterKey.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    @Test
    void generatesAKeyThatOnlyItsOwnerReads() throws IOException {
        Path file = folder.resolve("deep/down/master.key");

        LocalKms kms = DevelopmentMasterKey.loadOrGenerate(Environment.DEVELOPMENT, file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file).strip()).matches("[0-9a-f]{64}");
        assertThat(LocalKms.fromHex(Files.readString(file)).kekId()).isEqualTo(kms.kekId());
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void saysInTheLogThatItGenerated() {
        Path file = folder.resolve("master.key");
        DevelopmentMasterKey.loadOrGenerate(Environment.DEVELOPMENT, file);
        DevelopmentMasterKey.loadOrGenerate(Environment.DEVELOPMENT, file);

        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage()).contains(file.toString());
        });
    }

    @Test
    void loadsTheSameKeyAgain() {
        Path file = folder.resolve("master.key");
        String first = DevelopmentMasterKey.loadOrGenerate(Environment.DEVELOPMENT, file)
                .kekId();

        assertThat(DevelopmentMasterKey.loadOrGenerate(Environment.DEVELOPMENT, file)
                        .kekId())
                .isEqualTo(first);
        assertThat(DevelopmentMasterKey.loadOrGenerate(Environment.DEVELOPMENT, folder.resolve("other"))
                        .kekId())
                .isNotEqualTo(first);
    }

    @Test
    void givesEveryProcessTheSameKey() {
        for (int round = 0; round < 20; round++) {
            Path file = folder.resolve("master-" + round);
            List<String> ids = IntStream.range(0, 8)
                    .parallel()
                    .mapToObj(i -> DevelopmentMasterKey.loadOrGenerate(Environment.DEVELOPMENT, file)
                            .kekId())
                    .distinct()
                    .toList();
            assertThat(ids).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "staging", "test"})
    void refusesEveryOtherEnvironment(String environment) {
        Path file = folder.resolve("master.key");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> DevelopmentMasterKey.loadOrGenerate(Environment.of(environment), file))
                .satisfies(error -> assertThat(error.setting()).isEqualTo("columnseal.kms.local.master-key"));
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw-rw----"})
    void refusesAFileThatOthersRead(String permissions) throws IOException {
        Path file = folder.resolve("master.key");
        DevelopmentMasterKey.loadOrGenerate(Environment.DEVELOPMENT, file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> DevelopmentMasterKey.loadOrGenerate(Environment.DEVELOPMENT, file))
                .withMessageContaining("chmod 600");
    }

    @Test
    void refusesAFileThatHoldsNoKey() throws IOException {
        Path file = folder.resolve("master.key");
        DevelopmentMasterKey.loadOrGenerate(Environment.DEVELOPMENT, file);
        Files.writeString(file, "");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> DevelopmentMasterKey.loadOrGenerate(Environment.DEVELOPMENT, file));
    }

    @Test
    void refusesAPlaceItCannotWriteTo() throws IOException {
        Path notAFolder = Files.createFile(folder.resolve("file"));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() ->
                        DevelopmentMasterKey.loadOrGenerate(Environment.DEVELOPMENT, notAFolder.resolve("master.key")));
    }
}
