package io.columnseal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.columnseal.ColumnSeal;
import io.columnseal.FieldContext;
import io.columnseal.Storage;
import io.columnseal.catalogue.CatalogueJson;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.cipher.SealedValue;
import io.columnseal.key.AccessLog;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.LogOperation;
import io.columnseal.key.LoggedEntry;
import io.columnseal.kms.LocalKms;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as an operator runs them, on PostgreSQL, whose user {@code key_officer} he is. */
class CommandLineTest {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String OTHER_KEY = "8f1d5a3c27e94b60d2c81f7eab3459061c7de2f0439b58a6ff0274cd61b38e95";
    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private static EmbeddedPostgres postgres;

    private final Map<String, String> environment = new HashMap<>();
    private String schema;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException, SQLException {
        assumeTrue(
                List.of("amd64", "x86_64").contains(System.getProperty("os.arch")),
                "there is no PostgreSQL to start here, only on x86-64");
        postgres = EmbeddedPostgres.builder().start();
        execute("create role key_officer superuser login");
    }

    @AfterAll
    static void stop() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void deploy() throws SQLException {
        schema = "s" + SCHEMAS.incrementAndGet();
        execute("create schema " + schema);
        JdbcDataKeyStore.on(database()).withSchema(schema).createSchema();
        environment.put("COLUMNSEAL_KEY_STORE_URL", postgres.getJdbcUrl("key_officer", "postgres"));
        environment.put("COLUMNSEAL_KEY_STORE_SCHEMA", schema);
        environment.put("COLUMNSEAL_KMS_LOCAL_MASTER_KEY", MASTER_KEY);
    }

    @Test
    void listsKeysWithoutTheMasterKey() {
        seal("123-45-6789");
        environment.remove("COLUMNSEAL_KMS_LOCAL_MASTER_KEY");

        Run json = run("keys", "list", "--tenant", "clinic-1", "--json");
        Run table = run("keys", "list");

        assertThat(json.code()).isZero();
        assertThat(json.only("state")).isEqualTo("ACTIVE");
        assertThat(json.only("usage")).isEqualTo("FIELD");
        assertThat(table.out()).contains("TENANT").contains("clinic-1").contains(json.only("id"));
        assertThat(run("keys", "list", "--state", "retired", "--json").records())
                .isEmpty();
    }

    @Test
    void rotatesAsTheUserWhomTheDatabaseAuthenticated() {
        seal("123-45-6789");

        Run rotated = run("keys", "rotate", "--tenant", "clinic-1", "--reason", "quarterly", "--json");

        assertThat(rotated.code()).isZero();
        assertThat(rotated.only("version")).isEqualTo("2");
        assertThat(rotated.only("changedBy")).isEqualTo("key_officer");
        assertThat(rotated.only("reason")).isEqualTo("quarterly");
    }

    @Test
    void rotatesAllKeysAndMarksOneAsLeaked() {
        seal("123-45-6789");
        String first = run("keys", "list", "--tenant", "clinic-1", "--json").only("id");

        assertThat(run("keys", "rotate-all", "--reason", "test", "--json").only("outcome"))
                .isEqualTo("ROTATED");
        assertThat(run("keys", "compromise", first, "--reason", "found in a core dump", "--json")
                        .only("state"))
                .isEqualTo("COMPROMISED");
    }

    @Test
    void generatesATenantsFirstKeyAndTellsTheOneItHas() {
        Run first = run("keys", "generate-data-key", "--tenant", "clinic-2", "--json");

        assertThat(first.only("createdBy")).isEqualTo("key_officer");
        assertThat(run("keys", "generate-data-key", "--tenant", "clinic-2", "--json")
                        .only("id"))
                .isEqualTo(first.only("id"));
    }

    @Test
    void tellsARightMasterKeyFromAWrongOneAndWritesNothing() {
        seal("123-45-6789");
        assertThat(run("keys", "verify-master-key").code()).isZero();
        environment.put("COLUMNSEAL_KMS_LOCAL_MASTER_KEY", OTHER_KEY);

        Run wrong = run("keys", "verify-master-key");

        assertThat(wrong.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(wrong.err()).startsWith("columnseal: ").doesNotContain(OTHER_KEY);
        assertThat(wrong.out()).isEmpty();
    }

    @Test
    void wrapsKeysUnderANewMasterKey() {
        seal("123-45-6789");
        environment.put("COLUMNSEAL_KMS_LOCAL_MASTER_KEY", OTHER_KEY);
        environment.put("COLUMNSEAL_KMS_LOCAL_PREVIOUS_KEYS", MASTER_KEY);
        assertThat(run("keys", "verify-master-key", "--json").only("outstanding"))
                .isNotEqualTo("0");

        Run rewrapped = run("keys", "rewrap", "--reason", "new master key", "--json");

        assertThat(rewrapped.code()).isZero();
        assertThat(rewrapped.only("outstanding")).isEqualTo("0");
        environment.remove("COLUMNSEAL_KMS_LOCAL_PREVIOUS_KEYS");
        assertThat(run("keys", "verify-master-key").code()).isZero();
    }

    @Test
    void reencryptsByTheExportedCatalogueAndThenDestroysTheOldKey() throws Exception {
        execute("create table " + schema + ".patient (id bigint primary key, ssn bytea)");
        for (int id = 0; id < 30; id++) {
            insert(id, seal("123-45-" + id));
        }
        Path catalogue = catalogue();
        String old = run("keys", "list", "--tenant", "clinic-1", "--json").only("id");
        run("keys", "rotate", "--tenant", "clinic-1", "--reason", "test");
        assertThat(run("keys", "destroy", old, "--catalogue", catalogue.toString(), "--reason", "old", "--json")
                        .only("outcome"))
                .isEqualTo("REFERENCED");

        Run moved = run("reencrypt", "run", "--catalogue", catalogue.toString(), "--reason", "yearly", "--json");

        assertThat(moved.code()).isZero();
        assertThat(entries(LogOperation.REENCRYPT)).singleElement().satisfies(entry -> {
            assertThat(entry.actor()).isEqualTo("key_officer");
            assertThat(entry.reason()).startsWith("yearly: ");
        });
        assertThat(moved.only("moved")).isEqualTo("30");
        assertThat(moved.only("remaining")).isEqualTo("0");
        Run destroyed = run("keys", "destroy", old, "--catalogue", catalogue.toString(), "--reason", "old", "--json");
        // The values were sealed through fields(), and counting twice takes hours
        assertThat(destroyed.only("outcome")).isEqualTo("USED_OUTSIDE");
        assertThat(destroyed.code()).isEqualTo(ExitCode.FINDINGS);
    }

    @Test
    void forgetsAColumnThatIsGone() throws Exception {
        seal("123-45-6789");
        JdbcDataKeyStore.on(database())
                .withSchema(schema)
                .columns()
                .register(List.of(new RegisteredColumn(
                        "clinic", "Visit", "diagnosis", "visit", "diagnosis", "v.d", "field", "text", Storage.BINARY)));
        String[] forget = {
            "keys",
            "forget-column",
            "--table",
            "visit",
            "--column",
            "diagnosis",
            "--catalogue",
            catalogue().toString()
        };

        assertThat(run(with(forget, "--reason", "dropped")).code()).isZero();

        assertThat(entries("FORGET_COLUMN")).singleElement().satisfies(entry -> {
            assertThat(entry.actor()).isEqualTo("key_officer");
            assertThat(entry.context()).isEqualTo("clinic: visit.diagnosis");
        });
        assertThat(run(with(forget, "--reason", "again")).code()).isEqualTo(ExitCode.REFUSED);
    }

    private Path catalogue() throws IOException {
        return Files.writeString(
                folder.resolve("catalogue.json"),
                CatalogueJson.write(new ColumnCatalogue(
                        "clinic",
                        List.of(new SealedColumn(
                                "Patient",
                                "ssn",
                                schema + ".patient",
                                List.of("id"),
                                "ssn",
                                "patient.ssn",
                                "field",
                                "text",
                                Storage.BINARY,
                                1,
                                false)))));
    }

    @Test
    void inspectsValuesInEverySpellingAndShowsNoPlaintext() {
        byte[] sealed = seal("123-45-6789");
        environment.remove("COLUMNSEAL_KMS_LOCAL_MASTER_KEY");
        String digits = HexFormat.of().formatHex(sealed);

        for (String value : List.of(digits, "\\x" + digits, "0x" + digits, SealedValue.toText(sealed))) {
            Run inspected = run("inspect", value, "--json");

            assertThat(inspected.code()).as(value).isZero();
            assertThat(inspected.only("tenant")).isEqualTo("clinic-1");
            assertThat(inspected.only("state")).isEqualTo("ACTIVE");
            assertThat(inspected.only("longest")).isEqualTo("11");
            assertThat(inspected.out()).doesNotContain("6789");
        }
        assertThat(run("inspect", "123-45-6789").code()).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void opensAValueOnlyWhenAskedForTheRecord() {
        String sealed = SealedValue.toText(seal("123-45-6789"));

        Run opened = run(
                "inspect",
                sealed,
                "--open",
                "--tenant",
                "clinic-1",
                "--context",
                "patient.ssn",
                "--reason",
                "ticket 4711",
                "--json");

        assertThat(opened.code()).isZero();
        assertThat(opened.only("plaintext")).isEqualTo("123-45-6789");
        assertThat(opened.only("plaintextHex")).isEqualTo("3132332d34352d36373839");
        assertThat(entries("OPEN_VALUE")).singleElement().satisfies(entry -> {
            assertThat(entry.actor()).isEqualTo("key_officer");
            assertThat(entry.reason()).isEqualTo("ticket 4711");
            assertThat(entry.tenant()).isEqualTo("clinic-1");
            assertThat(entry.context()).startsWith("patient.ssn with SHA-256 ");
            assertThat(entry.keyId())
                    .hasToString(run("keys", "list", "--tenant", "clinic-1", "--json")
                            .only("id"));
        });
        assertThat(run("audit", "verify").code()).isZero();
    }

    @Test
    void showsNoPlaintextForAnotherContextOrWithoutAReason() {
        String sealed = SealedValue.toText(seal("123-45-6789"));
        String[] other = {"inspect", sealed, "--open", "--tenant", "clinic-1", "--context", "patient.name"};

        assertThat(run(other).code()).isEqualTo(ExitCode.USAGE);
        Run opened = run(with(other, "--reason", "ticket 4711"));

        assertThat(opened.code()).isEqualTo(ExitCode.NOT_GENUINE);
        assertThat(opened.out() + opened.err()).doesNotContain("6789");
        assertThat(entries("OPEN_VALUE")).isEmpty();
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.of(arguments, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    @Test
    void sealsAndOpensFilesAndMovesThemToANewKey() throws IOException {
        Path plain = Files.writeString(folder.resolve("scan"), "MR scan");
        Path sealed = folder.resolve("scan.sealed");
        Path opened = folder.resolve("scan.opened");
        String[] target = {"--tenant", "clinic-1", "--context", "patient.scan"};

        assertThat(file("seal", target, plain, sealed).code()).isZero();
        assertThat(file("seal", target, plain, sealed).code()).isEqualTo(ExitCode.REFUSED);
        assertThat(file("open", with(target, "--reason", "ticket 4711"), sealed, opened)
                        .code())
                .isZero();
        assertThat(opened).hasContent("MR scan");
        assertThat(file("open", target, sealed, folder.resolve("other")).code()).isEqualTo(ExitCode.USAGE);
        String[] other = {"--tenant", "clinic-1", "--context", "patient.letter", "--reason", "ticket 4711"};
        assertThat(file("open", other, sealed, folder.resolve("other")).code()).isEqualTo(ExitCode.NOT_GENUINE);
        assertThat(entries("OPEN_FILE")).singleElement().satisfies(entry -> {
            assertThat(entry.actor()).isEqualTo("key_officer");
            assertThat(entry.reason()).isEqualTo("ticket 4711");
            assertThat(entry.tenant()).isEqualTo("clinic-1");
            assertThat(entry.context()).startsWith("patient.scan with SHA-256 ");
            assertThat(entry.keyId())
                    .hasToString(
                            run("file", "inspect", sealed.toString(), "--json").only("key"));
        });
        assertThat(folder.resolve("other")).doesNotExist();

        run("keys", "rotate", "--tenant", "clinic-1", "--usage", "file", "--reason", "test");
        assertThat(run("file", "inspect", sealed.toString(), "--json").only("state"))
                .isEqualTo("RETIRED");
        Run moved = run("file", "reencrypt", sealed.toString(), "--json");

        assertThat(moved.only("moved")).isEqualTo("1");
        assertThat(run("file", "inspect", sealed.toString(), "--json").only("state"))
                .isEqualTo("ACTIVE");
        Run mixed = run("file", "reencrypt", folder.toString(), "--json");
        assertThat(mixed.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(mixed.only("current")).isEqualTo("1");
        assertThat(mixed.only("failed")).isEqualTo("2");
    }

    /** Whatever is taken out of the system is on record, or stays in it. */
    @Test
    void leavesNoOpenFileThatTheAccessLogDoesNotTake() throws Exception {
        Path sealed = sealedFile(folder.resolve("scan.sealed"));
        execute("create function " + schema + ".refuse() returns trigger language plpgsql as"
                + " $$ begin if new.operation = 'OPEN_FILE' then raise exception 'full'; end if; return new; end $$");
        execute("create trigger refuse before insert on " + schema + ".master_key_access_log"
                + " for each row execute function " + schema + ".refuse()");
        String[] target = {"--tenant", "clinic-1", "--context", "patient.scan", "--reason", "ticket 4711"};

        Run open = file("open", target, sealed, folder.resolve("scan"));

        assertThat(open.code()).isIn(ExitCode.REFUSED, ExitCode.UNAVAILABLE);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(sealed);
        }
    }

    @Test
    void movesTheFileBehindALinkThatIsNamed() throws IOException {
        Path sealed =
                sealedFile(Files.createDirectory(folder.resolve("archive")).resolve("scan.sealed"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), sealed);
        Path folderLink = Files.createSymbolicLink(folder.resolve("folder"), sealed.getParent());
        for (Path named : List.of(link, folderLink)) {
            run("keys", "rotate", "--tenant", "clinic-1", "--usage", "file", "--reason", "test");

            Run moved = run("file", "reencrypt", named.toString(), "--json");

            assertThat(moved.code()).isZero();
            assertThat(moved.only("moved")).isEqualTo("1");
            assertThat(run("file", "inspect", sealed.toString(), "--json").only("state"))
                    .isEqualTo("ACTIVE");
        }
        assertThat(link).isSymbolicLink();
    }

    /** Whoever destroys the old key next would lose the files behind them. */
    @Test
    void tellsOfLinksInFoldersThatItSkipped() throws IOException {
        Path sealed = sealedFile(folder.resolve("scan.sealed"));
        Path archive = Files.createDirectory(folder.resolve("archive"));
        Path link = Files.createSymbolicLink(archive.resolve("link"), sealed);

        Run run = run("file", "reencrypt", archive.toString(), "--json");

        assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(run.only("skipped")).isEqualTo("1");
        assertThat(run.only("failed")).isEqualTo("0");
        assertThat(run.err()).contains(link.toString());
    }

    @Test
    void followsNoLinkToWhatItGoesThroughAnyway() throws IOException {
        Path archive = Files.createDirectory(folder.resolve("archive"));
        Path sealed = sealedFile(archive.resolve("scan.sealed"));
        Path other = sealedFile(folder.resolve("other.sealed"));
        Files.createSymbolicLink(archive.resolve("link"), sealed);
        Files.createSymbolicLink(archive.resolve("loop"), archive);
        Files.createSymbolicLink(archive.resolve("out"), other);

        Run run = run("file", "reencrypt", archive.toString(), other.toString(), "--json");

        assertThat(run.code()).isZero();
        assertThat(run.only("current")).isEqualTo("2");
        assertThat(run.only("skipped")).isEqualTo("0");
    }

    @Test
    void goesOnBehindAPathThatIsNotThere() throws IOException {
        Path sealed = sealedFile(folder.resolve("scan.sealed"));
        Path gone = Files.createSymbolicLink(folder.resolve("gone"), folder.resolve("nowhere"));

        Run run = run("file", "reencrypt", "missing", gone.toString(), sealed.toString(), "--json");

        assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(run.only("current")).isEqualTo("1");
        assertThat(run.only("failed")).isEqualTo("1");
        assertThat(run.only("skipped")).isEqualTo("1");
        assertThat(run.err()).contains("missing: there is no file").contains(gone.toString());
    }

    private Path sealedFile(Path sealed) throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "MR scan");
        file("seal", new String[] {"--tenant", "clinic-1", "--context", "patient.scan"}, plain, sealed);
        Files.delete(plain);
        return sealed;
    }

    @Test
    void verifiesTheAccessLogAndFindsAnEditedEntry() throws SQLException {
        seal("123-45-6789");
        assertThat(run("audit", "verify", "--json").records()).isEmpty();
        execute("alter table " + schema + ".master_key_access_log disable trigger all");
        execute("update " + schema + ".master_key_access_log set actor = 'somebody' where id = 1");

        Run edited = run("audit", "verify", "--json");

        assertThat(edited.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(edited.records().get(0).get("kind").asString()).isEqualTo("EDITED");
    }

    @Test
    void doctorFindsAllWell() {
        seal("123-45-6789");

        Run doctor = run("doctor");

        assertThat(doctor.out())
                .contains("as key_officer")
                .contains("is the one of these keys")
                .doesNotContain("FAILED");
        assertThat(doctor.code()).isZero();
    }

    @Test
    void doctorNamesWhatIsWrongAndStops() throws SQLException {
        seal("123-45-6789");
        environment.put("COLUMNSEAL_KMS_LOCAL_MASTER_KEY", OTHER_KEY);
        assertThat(run("doctor").code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(run("doctor").out()).contains("master key", "FAILED").doesNotContain(OTHER_KEY);

        environment.put("COLUMNSEAL_KEY_STORE_SCHEMA", "nowhere");
        assertThat(run("doctor").out()).contains("key tables", "FAILED").doesNotContain("master key  ");

        environment.put("COLUMNSEAL_KEY_STORE_URL", "jdbc:postgresql://localhost:1/postgres");
        assertThat(run("doctor").out()).contains("key database", "FAILED", "08001");
        assertThat(run("keys", "rotate", "--tenant", "clinic-1", "--reason", "x")
                        .code())
                .isEqualTo(ExitCode.UNAVAILABLE);
    }

    @Test
    void tellsADatabaseThatIsDownFromOneThatRefuses() throws IOException {
        seal("123-45-6789");
        String[] reencryption = {"reencrypt", "run", "--catalogue", catalogue().toString(), "--reason", "test"};
        assertThat(run(reencryption).code()).as("no such table").isEqualTo(ExitCode.REFUSED);

        environment.put("COLUMNSEAL_DATA_SOURCE_URL", "jdbc:postgresql://localhost:1/postgres");
        assertThat(run(reencryption).code()).as("down").isEqualTo(ExitCode.UNAVAILABLE);

        environment.put("COLUMNSEAL_KEY_STORE_URL", postgres.getJdbcUrl("key_officer", "nowhere"));
        assertThat(run("keys", "rotate", "--tenant", "clinic-1", "--reason", "x")
                        .code())
                .as("no such database")
                .isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void refusesArgumentsThatCannotBeRecordedOrMeant() throws IOException {
        seal("123-45-6789");
        String catalogue = catalogue().toString();
        Path plain = Files.writeString(folder.resolve("plain"), "MR scan");
        String[] blank = {"--tenant", "clinic-1", "--context", " "};

        assertThat(List.of(
                        run("keys", "rotate", "--tenant", "clinic-1", "--reason", " "),
                        run("reencrypt", "run", "--catalogue", catalogue, "--reason", "x\ny"),
                        run("reencrypt", "run", "--catalogue", catalogue, "--reason", "x", "--page-size", "0"),
                        file("seal", blank, plain, folder.resolve("sealed"))))
                .allSatisfy(run -> {
                    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
                    assertThat(run.err()).startsWith("columnseal: --").hasLineCount(1);
                });
        assertThat(run("keys", "rotate", "--tenant", " ", "--reason", "test").code())
                .isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void endsWithItsOwnCodeWhereNobodyThoughtOfAnErrorAndLeavesItsMessageOut() {
        for (Throwable unexpected : List.of(
                new IllegalStateException("123-45-6789", new NullPointerException("123-45-6789")),
                new NoClassDefFoundError("123-45-6789"))) {
            StringWriter err = new StringWriter();
            CommandLine command = ColumnSealCommand.commandLine(environment)
                    .addSubcommand(new Failing(unexpected))
                    .setErr(new PrintWriter(err));

            int code = command.execute("fail");

            assertThat(code).isEqualTo(ExitCode.UNEXPECTED).isEqualTo(7);
            assertThat(err.toString())
                    .startsWith("columnseal: ")
                    .contains(unexpected.getClass().getName(), "at " + CommandLineTest.class.getName())
                    .doesNotContain("6789");
        }
        assertThat(run("--help").out()).contains("7 ");
    }

    @CommandLine.Command(name = "fail")
    private static final class Failing extends Operation {

        private final Throwable error;

        Failing(Throwable error) {
            this.error = error;
        }

        @Override
        int run(Deployment deployment) throws Exception {
            if (error instanceof Exception exception) {
                throw exception;
            }
            throw (Error) error;
        }
    }

    @Test
    void takesSettingsFromAFileAndTheEnvironmentBeforeIt() throws IOException {
        seal("123-45-6789");
        Path file = Files.writeString(
                folder.resolve("columnseal.properties"),
                "columnseal.key-store.url=" + environment.remove("COLUMNSEAL_KEY_STORE_URL")
                        + "\ncolumnseal.key-store.schema=nowhere\ncolumnseal.rotation.enabled=true\n"
                        + "columnseal.migration.patient.ssn=seal\n",
                StandardCharsets.UTF_8);

        environment.put("COLUMNSEAL_REENCRYPT_PAGE_SIZE", "100");
        assertThat(run("keys", "list", "--config", file.toString()).code()).isZero();
        assertThat(run("keys", "list").code()).isEqualTo(ExitCode.REFUSED);
        environment.put("COLUMNSEAL_KEY_STORE_URLL", "misspelt");
        assertThat(run("keys", "list", "--config", file.toString()).err()).contains("COLUMNSEAL_KEY_STORE_URLL");
    }

    @Test
    void endsWithTheUsageWhereTheCommandLineIsWrong() {
        assertThat(run("keys", "rotate", "--tenant", "clinic-1").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("keys", "compromise", "notakey", "--reason", "x").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("keys").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("--help").out()).contains("doctor", "Exit codes");
    }

    @Test
    void everyCommandOfTheGuidesIsOne() throws IOException {
        assertThat(GuideCommands.all())
                .hasSizeGreaterThan(40)
                .allSatisfy(
                        command -> ColumnSealCommand.commandLine(environment).parseArgs(command));
    }

    private Run run(String... arguments) {
        return Run.of(environment, arguments);
    }

    private Run file(String operation, String[] options, Path source, Path target) {
        return run(with(with(new String[] {"file", operation}, options), source.toString(), target.toString()));
    }

    /** As the application does. */
    private byte[] seal(String value) {
        try (ColumnSeal seal = ColumnSeal.builder()
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(JdbcDataKeyStore.on(database()).withSchema(schema))
                .build()) {
            return seal.fields().encrypt(SSN, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<AccessLog.Entry> entries(String operation) {
        JdbcDataKeyStore store = JdbcDataKeyStore.on(database()).withSchema(schema);
        return store.accessLog().read(0, 1000).stream()
                .map(LoggedEntry::entry)
                .filter(entry -> entry.operation().equals(operation))
                .toList();
    }

    private void insert(int id, byte[] ssn) throws SQLException {
        try (Connection connection = database().getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into " + schema + ".patient values (?, ?)")) {
            insert.setInt(1, id);
            insert.setBytes(2, ssn);
            insert.executeUpdate();
        }
    }

    private static DataSource database() {
        return postgres.getPostgresDatabase();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database().getConnection()) {
            connection.createStatement().execute(sql);
        }
    }
}
