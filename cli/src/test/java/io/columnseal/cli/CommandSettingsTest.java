package io.columnseal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application's own environment and file, in which commands run as well. */
class CommandSettingsTest {

    /** Not in the table of Spring Boot's properties: Hibernate's, and of maps what their names go on with. */
    private static final List<String> FURTHER =
            List.of("columnseal.schema-check", "columnseal.importer.letter.ssn", "columnseal.migration.letter.ssn");

    @TempDir
    Path folder;

    @Test
    void takesTheEnvironmentOfTheApplication() throws IOException {
        Map<String, String> environment = new HashMap<>();
        applicationsSettings()
                .forEach(name -> environment.put(
                        name.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", ""), "x"));

        CommandSettings settings = CommandSettings.of(null, environment);

        assertThat(settings.get("columnseal.key-store.url")).contains("x");
        assertThat(settings.configuration().isPresent()).isTrue();
    }

    @Test
    void takesTheFileOfTheApplication() throws IOException {
        Path file = Files.writeString(
                folder.resolve("application.properties"),
                applicationsSettings().stream().map(name -> name + "=x\n").collect(Collectors.joining()));

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(CommandSettings.of(file, Map.of()).configuration().isPresent())
                .isTrue();
    }

    @Test
    void refusesAFileOfSecretsThatOthersCanRead() throws IOException {
        Path file = folder.resolve("columnseal.properties");
        for (String secret : List.of(
                "columnseal.kms.local.master-key",
                "columnseal.key-store.password",
                "columnseal.data-source.password",
                "columnseal.backup.passphrase",
                "columnseal.kms.vault.token")) {
            Files.writeString(file, "columnseal.environment=test\n" + secret + "=x12345\n");
            for (String open : List.of("rw-r-----", "rw----r--")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
                assertThatExceptionOfType(ConfigurationException.class)
                        .isThrownBy(() -> CommandSettings.of(file, Map.of()))
                        .withMessageContainingAll("--config", secret, open)
                        .withMessageNotContaining("x12345");
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            assertThat(CommandSettings.of(file, Map.of()).get(secret)).contains("x12345");
        }
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> CommandSettings.of(folder.resolve("none"), Map.of()))
                .withMessageContaining("there is no file");
    }

    @Test
    void refusesWhatIsNobodysSetting() {
        for (String variable : List.of("COLUMNSEAL_KEY_STORE_URLL", "COLUMNSEAL_HELTH_INTERVAL", "COLUMNSEAL_")) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> CommandSettings.of(null, Map.of(variable, "x")))
                    .satisfies(error -> assertThat(error.setting()).isEqualTo(variable));
        }
    }

    /** The starter's, whose table in its guide is held to its metadata by a test of its own, and Hibernate's. */
    private static List<String> applicationsSettings() throws IOException {
        List<String> names = new ArrayList<>(FURTHER);
        Files.readString(Path.of("..", "docs", "guides", "spring-boot.md"))
                .lines()
                .filter(line -> line.startsWith("| `columnseal."))
                .map(line -> line.split("`")[1])
                .forEach(names::add);
        assertThat(names).hasSizeGreaterThan(80).contains("columnseal.rotation.cron");
        return names;
    }
}
