package io.columnseal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.backup.Backups;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyOperation;
import io.columnseal.key.LogOperation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Backups as an operator makes them and brings keys back from them. */
class KeysBackupCommandTest {

    private static final String PASSPHRASE = "correct horse battery staple";

    private final ClinicDatabase clinic = new ClinicDatabase();
    private String directory;

    @TempDir
    Path folder;

    @BeforeEach
    void seal() {
        directory = folder.resolve("backups").toString();
        clinic.addPatients(1);
    }

    @AfterEach
    void close() {
        clinic.close();
    }

    @Test
    void makesABackupThatIsListedAndVerified() {
        Run made = backup("create", "--reason", "nightly");

        assertThat(made.code()).as(made.err()).isZero();
        String name = made.only("name");
        assertThat(name).startsWith("keys-");
        assertThat(made.only("environment")).isEqualTo("production");
        assertThat(made.only("opensBy")).startsWith("local:");
        assertThat(backup("list").only("name")).isEqualTo(name);
        Run verified = backup("verify", name);
        assertThat(verified.only("keys")).isEqualTo("2");
        assertThat(verified.only("masterKey")).isEqualTo(made.only("opensBy"));
        assertThat(clinic.entries(KeyOperation.BACKUP.name())).singleElement().satisfies(entry -> {
            assertThat(entry.actor()).isEqualToIgnoringCase("sa");
            assertThat(entry.reason()).contains("nightly");
        });
    }

    @Test
    void listsAndVerifiesWhereAllKeysAreLost() {
        String name = backup("create", "--reason", "nightly").only("name");
        clinic.environment().put("COLUMNSEAL_KEY_STORE_URL", "jdbc:h2:mem:nothing");

        assertThat(backup("list").only("name")).isEqualTo(name);
        assertThat(backup("verify", name).only("keys")).isEqualTo("2");
    }

    /** An operator who greps for success must not find it. */
    @Test
    void namesARowThatIsNoneWhereverAllKeysAreLookedAt() {
        String whole = backup("create", "--reason", "nightly").only("name");
        String id = clinic.query("select id from data_encryption_keys where key_usage = 'FIELD'")
                .get(0);
        clinic.execute("update data_encryption_keys set state = 'ACTIV' where id = '" + id + "'");

        for (Run run : List.of(
                backup("create", "--reason", "nightly", "--name", "incomplete"),
                backup("verify", "incomplete"),
                restore("incomplete", "--dry-run"),
                clinic.run("keys", "list"),
                clinic.run("keys", "verify-master-key"),
                clinic.run("keys", "rewrap", "--reason", "yearly"),
                clinic.run("keys", "rotate-all", "--reason", "yearly"))) {
            assertThat(run.code()).as(run.out()).isNotZero();
            assertThat(run.out() + run.err()).contains(id);
        }

        assertThat(restore(whole, "--reason", "somebody edited it").code()).isZero();
        assertThat(clinic.run("keys", "verify-master-key").code()).isZero();
        assertThat(clinic.run("keys", "list").code()).isZero();
    }

    @Test
    void refusesABackupThatWasAltered() throws IOException {
        Run made = backup("create", "--reason", "nightly");
        Path file = Path.of(made.only("file"));
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);

        for (Run run : List.of(
                backup("verify", made.only("name")), restore(made.only("name"), "--reason", "rows were lost"))) {
            assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.err()).contains("altered");
        }
    }

    @Test
    void keepsTheNewestBackupsAndThoseWithANameOfTheirOwn() {
        backup("create", "--reason", "upgrade", "--name", "before-upgrade");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(backup("create", "--reason", "nightly").only("name"));
        }

        Run removed = backup("clean-up", "--keep", "2", "--reason", "nightly");

        assertThat(removed.only("name")).isEqualTo(made.get(0));
        assertThat(backup("list").records())
                .extracting(record -> record.get("name").asString())
                .containsExactlyInAnyOrder("before-upgrade", made.get(1), made.get(2));
        assertThat(clinic.entries(LogOperation.BACKUP_REMOVED)).hasSize(1);
        assertThat(backup("clean-up", "--keep", "0", "--reason", "nightly").code())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void tellsWhatARestoreWouldDoBeforeItDoesIt() {
        String name = backup("create", "--reason", "nightly").only("name");
        String key = key();
        clinic.execute("delete from data_encryption_keys where key_usage = 'FIELD'");

        Run planned = restore(name, "--dry-run");

        assertThat(planned.code()).as(planned.err()).isZero();
        assertThat(planned.only("key")).isEqualTo(key);
        assertThat(planned.only("outcome")).isEqualTo("ADDED");
        assertThat(planned.err()).contains("1 keys ADDED", "1 keys UNCHANGED");
        assertThat(clinic.run("keys", "list", "--usage", "field", "--json").records())
                .isEmpty();
        Run done = restore(name, "--reason", "rows were lost");
        assertThat(done.only("outcome")).isEqualTo("ADDED");
        assertThat(key()).isEqualTo(key);
        assertThat(clinic.entries(KeyOperation.RESTORE.name())).isNotEmpty();
        assertThat(restore(name, "--reason", "again").records()).isEmpty();
    }

    @Test
    void takesAReasonOrADryRunAndNotBoth() {
        String name = backup("create", "--reason", "nightly").only("name");

        assertThat(restore(name).code()).isEqualTo(ExitCode.USAGE);
        assertThat(restore(name, "--dry-run", "--reason", "x").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void namesKeysThatWereDestroyedSinceAndBringsBackOnlyThoseItIsTold() {
        String name = backup("create", "--reason", "nightly").only("name");
        String key = key();
        try (ColumnSeal seal = clinic.seal()) {
            seal.keys().shred(ClinicDatabase.TENANT, "j.doe", "asked to be forgotten");
        }

        Run planned = restore(name, "--dry-run");
        Run resurrecting = restore(name, "--dry-run", "--resurrect", key);
        Run kept = restore(name, "--reason", "the wrong tenant was shredded");

        assertThat(planned.only("outcome")).isEqualTo("DESTROYED_SINCE");
        assertThat(planned.err()).contains(key, "--resurrect");
        assertThat(resurrecting.only("outcome")).isEqualTo("RESURRECTED");
        assertThat(kept.only("outcome")).isEqualTo("DESTROYED_SINCE");
        assertThat(state(key)).isEqualTo("DESTROYED");
        Run back = restore(name, "--reason", "the wrong tenant was shredded", "--resurrect", key);
        assertThat(back.only("outcome")).isEqualTo("RESURRECTED");
        assertThat(back.err()).contains("keys resume");
        assertThat(state(key)).isEqualTo("SUSPENDED");
        assertThat(clinic.run("keys", "resume", key, "--reason", "forgotten by mistake")
                        .code())
                .isZero();
        assertThat(state(key)).isEqualTo("ACTIVE");
    }

    @Test
    void tellsOfKeysThatItWasToBringBackAndDidNot() {
        String name = backup("create", "--reason", "nightly").only("name");

        Run alive = restore(name, "--reason", "test", "--resurrect", key());

        assertThat(alive.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(alive.err()).contains("--resurrect " + key(), "not destroyed");
    }

    @Test
    void restoresNothingWhereAKeyThatItIsToBringBackIsMisspelt() {
        String name = backup("create", "--reason", "nightly").only("name");
        String misspelt = "0102030405060708";
        clinic.execute("delete from data_encryption_keys where key_usage = 'FIELD'");

        for (Run refused : List.of(
                restore(name, "--dry-run", "--resurrect", misspelt),
                restore(name, "--reason", "rows were lost", "--resurrect", misspelt))) {
            assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(refused.err()).contains("--resurrect", misspelt, "nothing was done");
        }
        assertThat(clinic.run("keys", "list", "--usage", "field", "--json").records())
                .isEmpty();
    }

    /** Nothing else opens such a backup, so a slip of the finger would be found out when the keys are lost. */
    @Test
    void asksTwiceForTheNewPassphraseThatIsTyped() throws Exception {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> typing(List.of(PASSPHRASE, "corect horse battery staple")))
                .satisfies(error -> assertThat(error.setting()).isEqualTo("columnseal.backup.passphrase"))
                .withMessageNotContaining("horse");
        assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> typing(List.of(PASSPHRASE)));
        assertThat(Path.of(directory)).doesNotExist();

        assertThat(typing(List.of(PASSPHRASE, PASSPHRASE))).isZero();

        String name = backup("list").only("name");
        clinic.environment().put("COLUMNSEAL_BACKUP_PASSPHRASE", PASSPHRASE);
        assertThat(backup("verify", name, "--passphrase").code()).isZero();
    }

    /** Makes a backup as somebody does who types this at a terminal; nothing of it is left in the arrays. */
    private int typing(List<String> answers) throws Exception {
        List<char[]> typed = new ArrayList<>();
        SecretPrompt prompt = new SecretPrompt(question -> {
            if (typed.size() == answers.size()) {
                return null;
            }
            typed.add(answers.get(typed.size()).toCharArray());
            return typed.get(typed.size() - 1);
        });
        CommandLine command =
                ColumnSealCommand.commandLine(clinic.environment()).setOut(new PrintWriter(new StringWriter()));
        List<CommandLine> commands = command.parseArgs(
                        "keys", "backup", "create", "--passphrase", "--directory", directory, "--reason", "vault")
                .asCommandLineList();
        Operation create = commands.get(commands.size() - 1).getCommand();
        try (Deployment deployment = new Deployment(CommandSettings.of(null, clinic.environment()), prompt)) {
            return create.run(deployment);
        } finally {
            assertThat(typed)
                    .hasSameSizeAs(answers)
                    .allSatisfy(array -> assertThat(array).containsOnly('\0'));
        }
    }

    @Test
    void refusesADirectoryThatIsNotThere() {
        for (Run run : List.of(backup("list"), backup("clean-up", "--keep", "2", "--reason", "nightly"))) {
            assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.err()).contains("--directory", directory);
        }
    }

    @Test
    void restoresIntoEmptyTablesByTheMasterKeyAlone() {
        String name = backup("create", "--reason", "nightly").only("name");
        String key = key();
        clinic.execute("drop all objects");
        JdbcDataKeyStore.on(clinic.dataSource()).createSchema();

        Run planned = restore(name, "--dry-run");
        Run done = restore(name, "--reason", "the key database is lost");

        assertThat(planned.err()).contains("there is no SYSTEM key here");
        assertThat(planned.records()).hasSize(2);
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(key()).isEqualTo(key);
        assertThat(clinic.run("keys", "verify-master-key").code()).isZero();
        assertThat(clinic.entries(KeyOperation.RESTORE.name()))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.actor()).isEqualToIgnoringCase("sa"));
    }

    /** Edited by a statement without a condition, as good as lost: nothing starts. */
    @Test
    void restoresOverASystemKeyThatIsNoRowAnyMore() {
        String name = backup("create", "--reason", "nightly").only("name");
        clinic.execute("update data_encryption_keys set state = 'ACTIV'");

        Run done = restore(name, "--reason", "edited by mistake");

        assertThat(done.code()).as(done.err()).isZero();
        assertThat(clinic.run("keys", "verify-master-key").code()).isZero();
    }

    @Test
    void opensByAPassphraseFromAFileOrTheEnvironment() throws IOException {
        Path file = secret(PASSPHRASE + "\n");
        Run made = backup("create", "--reason", "vault", "--passphrase-file", file.toString());
        clinic.environment().put("COLUMNSEAL_BACKUP_PASSPHRASE", PASSPHRASE);

        assertThat(made.only("opensBy")).isEqualTo("passphrase");
        String name = made.only("name");
        assertThat(backup("verify", name, "--passphrase").code()).isZero();
        assertThat(restore(name, "--dry-run", "--passphrase").code()).isZero();
        assertThat(restore(name, "--reason", "test", "--passphrase-file", file.toString())
                        .code())
                .isZero();
        assertThat(backup("verify", name).err()).contains("passphrase, which is missing");
        clinic.environment().put("COLUMNSEAL_BACKUP_PASSPHRASE", "another horse battery staple");
        Run wrong = backup("verify", name, "--passphrase");
        assertThat(wrong.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(wrong.err()).contains("the passphrase is another").doesNotContain("horse");
    }

    @Test
    void takesNoPassphraseThatOthersCouldKnow() throws IOException {
        Path open = secret(PASSPHRASE);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(backup("create", "--reason", "vault", "--passphrase=" + PASSPHRASE)
                        .code())
                .isEqualTo(ExitCode.USAGE);
        Run others = backup("create", "--reason", "vault", "--passphrase-file", open.toString());
        Run missing = backup("create", "--reason", "vault", "--passphrase");
        Run guessed = backup(
                "create",
                "--reason",
                "vault",
                "--passphrase-file",
                secret("hunter2").toString());

        assertThat(others.err()).contains("--passphrase-file: is open to others");
        assertThat(missing.err()).contains("columnseal.backup.passphrase");
        Run both = backup("create", "--reason", "x", "--passphrase", "--passphrase-file", secret(PASSPHRASE) + "");
        assertThat(both.code()).isEqualTo(ExitCode.USAGE);
        assertThat(both.err())
                .contains("--passphrase-file", "beside --passphrase")
                .hasLineCount(1);
        assertThat(guessed.err()).contains("at least 16 characters").doesNotContain("hunter2");
        assertThat(List.of(others, missing, guessed))
                .allSatisfy(run -> assertThat(run.code()).isEqualTo(ExitCode.REFUSED));
        assertThat(Backups.in(Path.of(directory))).isEmpty();
    }

    /** One after the other, as they stand there, but for the name that the time gave. */
    @Test
    void theCommandsOfTheGuideDoWhatItSays() throws IOException {
        String name = backup("create", "--reason", "nightly").only("name");
        List<String> done = new ArrayList<>();

        for (String[] command : GuideCommands.of("command-line.md")) {
            if (command.length > 1 && List.of("backup", "restore").contains(command[1])) {
                Run run = clinic.run(Stream.of(command)
                        .map(word -> word.startsWith("keys-") ? name : word)
                        .map(word -> word.startsWith("/var/") ? directory : word)
                        .toArray(String[]::new));
                assertThat(run.code()).as(String.join(" ", command) + run.err()).isZero();
                done.add(command[1]);
            }
        }
        assertThat(done).containsExactly("backup", "backup", "backup", "backup", "restore", "restore");
    }

    @Test
    void refusesNamesThatLeadOutOfTheDirectory() {
        Run made = backup("create", "--reason", "x", "--name", "../keys");

        assertThat(made.code()).isEqualTo(ExitCode.USAGE);
        assertThat(made.err()).contains("--name");
        assertThat(backup("verify", "../keys").code()).isEqualTo(ExitCode.USAGE);
        assertThat(restore("../keys", "--dry-run").code()).isEqualTo(ExitCode.USAGE);
    }

    private Path secret(String text) throws IOException {
        Path file = Files.createTempFile(
                folder,
                "passphrase",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text);
    }

    private Run backup(String command, String... arguments) {
        String[] words = {"keys", "backup", command, "--directory", directory, "--json"};
        return clinic.run(joined(words, arguments));
    }

    private Run restore(String name, String... arguments) {
        String[] words = {"keys", "restore", name, "--directory", directory, "--json"};
        return clinic.run(joined(words, arguments));
    }

    private static String[] joined(String[] words, String... more) {
        return Stream.of(words, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private String key() {
        return clinic.run("keys", "list", "--usage", "field", "--json").only("id");
    }

    private String state(String key) {
        try (ColumnSeal seal = clinic.seal()) {
            return JdbcDataKeyStore.on(clinic.dataSource())
                    .find(KeyId.parse(key))
                    .orElseThrow()
                    .state()
                    .name();
        }
    }
}
