package io.columnseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.FieldContext;
import io.columnseal.Storage;
import io.columnseal.catalogue.CatalogueJson;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.cipher.SealedValue;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyState;
import io.columnseal.kms.LocalKms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The master key leaked, as an operator answers it with one command, on H2. */
class KeysCompromiseKekTest {

    private static final String LEAKED = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String NEW = "8f1d5a3c27e94b60d2c81f7eab3459061c7de2f0439b58a6ff0274cd61b38e95";
    private static final String LEAKED_ID = LocalKms.fromHex(LEAKED).kekId();
    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final Map<String, String> environment = new HashMap<>();
    private final JdbcDataSource database = new JdbcDataSource();

    @TempDir
    Path folder;

    @BeforeEach
    void deploy() throws SQLException {
        String url = "jdbc:h2:" + folder.resolve("clinic") + ";DB_CLOSE_DELAY=-1";
        database.setUrl(url);
        database.setUser("KEY_OFFICER");
        JdbcDataKeyStore.on(database).createSchema();
        environment.put("COLUMNSEAL_KEY_STORE_URL", url);
        environment.put("COLUMNSEAL_KEY_STORE_USERNAME", "KEY_OFFICER");
        environment.put("COLUMNSEAL_KMS_LOCAL_MASTER_KEY", LEAKED);
        try (ColumnSeal seal = start(LocalKms.fromHex(LEAKED));
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table patient (id bigint primary key, ssn varbinary(200))");
            try (PreparedStatement insert = connection.prepareStatement("insert into patient values (1, ?)")) {
                insert.setBytes(1, seal.fields().encrypt(SSN, PLAINTEXT));
                insert.executeUpdate();
            }
        }
    }

    @Test
    void replacesEveryKeyAndMovesTheValues() throws Exception {
        String leaked = run("keys", "list", "--tenant", "clinic-1", "--json").only("id");
        configureTheNewKey();

        Run done = run(
                "keys",
                "compromise-kek",
                LEAKED_ID,
                "--catalogue",
                catalogue().toString(),
                "--reason",
                "in a public repository",
                "--id",
                "leak-2026",
                "--json");

        assertThat(done.err()).isEqualTo("columnseal: run leak-2026" + System.lineSeparator());
        Run remembered = run("reencrypt", "status", "leak-2026", "--json");
        assertThat(remembered.only("state")).isEqualTo("FINISHED");
        assertThat(remembered.only("reason")).isEqualTo("in a public repository");
        assertThat(done.code()).isZero();
        assertThat(done.only("marked")).isEqualTo("1");
        assertThat(done.only("outstanding")).isEqualTo("0");
        assertThat(done.only("moved")).isEqualTo("1");
        environment.remove("COLUMNSEAL_KMS_LOCAL_PREVIOUS_KEYS");
        try (ColumnSeal seal = start(LocalKms.fromHex(NEW))) {
            byte[] stored = stored();
            assertThat(seal.fields().decrypt(SSN, stored)).isEqualTo(PLAINTEXT);
            assertThat(seal.keys().history("clinic-1"))
                    .extracting(key -> key.state().name())
                    .containsExactly(KeyState.ACTIVE.name(), KeyState.COMPROMISED.name());
            assertThat(SealedValue.header(stored).orElseThrow().key().toString())
                    .isNotEqualTo(leaked);
        }
    }

    @Test
    void saysWhatIsLeftWithoutACatalogue() {
        configureTheNewKey();

        Run done = run("keys", "compromise-kek", LEAKED_ID, "--reason", "leaked", "--json");
        Run again = run("keys", "compromise-kek", LEAKED_ID, "--reason", "leaked", "--json");

        assertThat(done.only("marked")).isEqualTo("1");
        assertThat(again.only("marked")).isEqualTo("0");
        assertThat(List.of(done, again)).allSatisfy(run -> {
            assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
            assertThat(run.err()).contains("reencrypt run");
        });
    }

    @Test
    void isRefusedWhileTheLeakedKeyIsTheCurrentOne() {
        Run refused = run("keys", "compromise-kek", LEAKED_ID, "--reason", "leaked");

        assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains(LEAKED_ID).contains("previous");
    }

    @Test
    void doesNothingWithoutTheCatalogueItWasGiven() {
        configureTheNewKey();

        assertThat(answer(folder.resolve("no.json")).code()).isEqualTo(ExitCode.REFUSED);
        assertThat(leakedKeys()).isZero();
    }

    @Test
    void marksNoKeyByACatalogueThatIsNone() throws Exception {
        configureTheNewKey();
        Path malformed = Files.writeString(folder.resolve("malformed.json"), "{ \"version\" : 1,");

        assertThat(answer(malformed).code()).isEqualTo(ExitCode.REFUSED);
        assertThat(leakedKeys()).isZero();
        Path latin = Files.write(folder.resolve("latin.json"), new byte[] {'{', (byte) 0xfc, '}'});
        Run binary = answer(latin);
        assertThat(binary.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(binary.err()).contains("--catalogue", latin.toString(), "UTF-8");
        assertThat(leakedKeys()).isZero();
    }

    @Test
    void marksNoKeyBeforeItHasReachedTheData() throws Exception {
        configureTheNewKey();
        environment.put("COLUMNSEAL_DATA_SOURCE_URL", "jdbc:postgresql://localhost:1/clinic");

        assertThat(answer(catalogue()).code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(leakedKeys()).isZero();
    }

    @Test
    void tellsWhatWasMarkedWhereTheValuesCannotBeMoved() throws Exception {
        configureTheNewKey();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table patient");
        }

        Run failed = answer(catalogue());

        assertThat(failed.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(failed.only("marked")).isEqualTo("1");
        assertThat(failed.records().get(0).get("moved").isNull()).isTrue();
        assertThat(leakedKeys()).isEqualTo(1);
    }

    /** A tenant without values: what was moved is complete, what was marked is not. */
    @Test
    void tellsWhichKeysStayAsTheyWere() throws Exception {
        try (ColumnSeal seal = start(LocalKms.fromHex(LEAKED))) {
            seal.keys().initialize("clinic-2", "j.doe");
            seal.keys().suspend("clinic-2", "j.doe", "an inquiry");
        }
        configureTheNewKey();

        Run done = answer(catalogue());

        assertThat(done.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(done.only("moved")).isEqualTo("1");
        assertThat(done.only("failed")).isEqualTo("1");
        assertThat(done.err()).contains("resume it");
    }

    @Test
    void tellsThatTheLeakedKeyWrapsAKeyStill() throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            // Nobody vouches for an edited row by wrapping it anew
            statement.execute("update data_encryption_keys set reason = 'edited' where key_usage = 'FIELD'");
        }
        configureTheNewKey();

        Run done = answer(catalogue());

        assertThat(done.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(done.only("late")).isEqualTo("1");
        assertThat(done.err()).contains("1 keys", "its current one", "its row was edited");
    }

    @Test
    void takesWhatARunIsToldBesideACatalogueOnly() {
        assertThat(run("keys", "compromise-kek", LEAKED_ID, "--id", "leak-2026", "--reason", "x")
                        .code())
                .isEqualTo(ExitCode.USAGE);
    }

    private Run answer(Path catalogue) {
        return run("keys", "compromise-kek", LEAKED_ID, "--catalogue", catalogue.toString(), "--reason", "x", "--json");
    }

    private int leakedKeys() {
        return run("keys", "list", "--state", "compromised", "--json").records().size();
    }

    private void configureTheNewKey() {
        environment.put("COLUMNSEAL_KMS_LOCAL_MASTER_KEY", NEW);
        environment.put("COLUMNSEAL_KMS_LOCAL_PREVIOUS_KEYS", LEAKED);
    }

    private Path catalogue() throws Exception {
        SealedColumn ssn = new SealedColumn(
                "Patient",
                "ssn",
                "patient",
                List.of("id"),
                "ssn",
                "patient.ssn",
                "field",
                "text",
                Storage.BINARY,
                1,
                false);
        return Files.writeString(
                folder.resolve("columns.json"), CatalogueJson.write(new ColumnCatalogue("clinic", List.of(ssn))));
    }

    private byte[] stored() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select ssn from patient")) {
            row.next();
            return row.getBytes(1);
        }
    }

    private ColumnSeal start(LocalKms kms) {
        DataSource keys = database;
        return ColumnSeal.builder().kms(kms).keyStore(JdbcDataKeyStore.on(keys)).build();
    }

    private Run run(String... arguments) {
        return Run.of(environment, arguments);
    }
}
