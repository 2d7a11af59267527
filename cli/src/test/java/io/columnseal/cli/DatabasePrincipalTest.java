package io.columnseal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.FieldContext;
import io.columnseal.cipher.SealedValue;
import io.columnseal.file.FileContext;
import io.columnseal.key.AccessLog;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.LoggedEntry;
import io.columnseal.kms.LocalKms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Database users whom the access log could not tell from others. */
class DatabasePrincipalTest {

    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private final JdbcDataSource database = new JdbcDataSource();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path folder;

    /** H2 lets in whoever creates a database, also without a name. */
    @ParameterizedTest
    @ValueSource(strings = {"", "system", "SYSTEM"})
    void changeAndOpenNothing(String user) throws IOException {
        database.setUrl(url);
        database.setUser(user);
        JdbcDataKeyStore store = JdbcDataKeyStore.on(database);
        store.createSchema();
        Path scan = folder.resolve("scan.sealed");
        Path opened = folder.resolve("scan");
        String value;
        try (ColumnSeal seal = ColumnSeal.builder()
                .kms(LocalKms.fromHex(ClinicDatabase.MASTER_KEY))
                .keyStore(JdbcDataKeyStore.on(database))
                .build()) {
            value = SealedValue.toText(seal.fields().encrypt(SSN, "123-45-6789".getBytes(StandardCharsets.UTF_8)));
            Path plain = Files.writeString(folder.resolve("plain"), "MR scan");
            seal.files().seal(FileContext.of("clinic-1", "patient.scan"), plain, scan);
        }
        environment.put("COLUMNSEAL_KEY_STORE_URL", url);
        if (!user.isEmpty()) {
            environment.put("COLUMNSEAL_KEY_STORE_USERNAME", user);
        }
        environment.put("COLUMNSEAL_KMS_LOCAL_MASTER_KEY", ClinicDatabase.MASTER_KEY);
        List<AccessLog.Entry> before = entries(store);

        String[] why = {"--tenant", "clinic-1", "--reason", "x"};
        assertThat(List.of(
                        run(why, "keys", "rotate"),
                        run(why, "inspect", value, "--open", "--context", SSN.name()),
                        run(why, "file", "open", "--context", "patient.scan", scan.toString(), opened.toString())))
                .allSatisfy(run -> {
                    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.REFUSED);
                    assertThat(run.err())
                            .startsWith("columnseal: columnseal.key-store.username: ")
                            .contains("Connect as");
                    assertThat(run.out()).isEmpty();
                });
        assertThat(opened).doesNotExist();
        assertThat(entries(store)).isEqualTo(before);
        Run doctor = Run.of(environment, "doctor");
        assertThat(doctor.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(doctor.out()).contains("FAILED", "columnseal.key-store.username");
    }

    /** MariaDB's, as whom it lets in whomever no other account is of. */
    @Test
    void refuseAnAccountThatIsAHostOnly() {
        assertThat(DatabasePrincipal.withoutHost("j.doe@localhost")).isEqualTo("j.doe");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> DatabasePrincipal.requireSomebody(DatabasePrincipal.withoutHost("@localhost")))
                .withMessageContaining("without a name");
    }

    private Run run(String[] options, String... command) {
        return Run.of(
                environment, Stream.of(command, options).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private static List<AccessLog.Entry> entries(JdbcDataKeyStore store) {
        return store.accessLog().read(0, 1000).stream().map(LoggedEntry::entry).toList();
    }
}
