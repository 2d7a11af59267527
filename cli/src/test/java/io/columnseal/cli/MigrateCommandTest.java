package io.columnseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.FieldContext;
import io.columnseal.Storage;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.cipher.SealedValue;
import io.columnseal.index.IndexContext;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.LogOperation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plaintext that an operator seals in place, and puts back, by the catalogue that the application exported. */
class MigrateCommandTest {

    private static final FieldContext SSN = FieldContext.of(ClinicDatabase.TENANT, "letter.ssn");

    private final ClinicDatabase clinic = new ClinicDatabase();

    @TempDir
    Path folder;

    @BeforeEach
    void write() {
        clinic.run("keys", "generate-data-key", "--tenant", ClinicDatabase.TENANT);
        register();
        for (int i = 1; i <= 3; i++) {
            clinic.execute("insert into letter (id, clinic, ssn) values (" + i + ", 'clinic-1', '123-45-" + i + "')");
        }
    }

    @AfterEach
    void close() {
        clinic.close();
    }

    @Test
    void sealsWhatIsLeftAndPutsItBack() throws IOException {
        Run sealed = backfill("--id", "seal-letters");

        assertThat(sealed.code()).as(sealed.err()).isZero();
        assertThat(sealed.only("written")).isEqualTo("3");
        assertThat(sealed.only("remaining")).isEqualTo("0");
        assertThat(open(clinic.query("select ssn from letter order by id")))
                .containsExactly("123-45-1", "123-45-2", "123-45-3");
        assertThat(clinic.entries(LogOperation.MIGRATE)).singleElement().satisfies(entry -> {
            assertThat(entry.actor()).isEqualToIgnoringCase("sa");
            assertThat(entry.reason()).startsWith("seal the letters: ");
        });
        assertThat(clinic.run("reencrypt", "status", "seal-letters", "--json").only("state"))
                .isEqualTo("FINISHED");

        Run back = migrate("back-out", letters("PREPARE", false, ""), "--reason", "back to the old release");

        assertThat(back.only("written")).isEqualTo("3");
        assertThat(clinic.query("select ssn from letter order by id"))
                .containsExactly("123-45-1", "123-45-2", "123-45-3");
        assertThat(clinic.query("select id from letter where ssn_bidx is not null"))
                .isEmpty();
    }

    /** One after the other, as they stand there. */
    @Test
    void theCommandsOfTheGuideDoWhatItSays() throws IOException {
        List<String> done = new ArrayList<>();
        for (String[] command : GuideCommands.of("plaintext-migration.md")) {
            String phase = command[1].equals("back-out") ? "PREPARE" : "BACKFILL";
            String letters = letters(phase, false, "").toString();

            Run run = clinic.run(Stream.of(command)
                    .map(word -> word.equals("columns.json") ? letters : word)
                    .toArray(String[]::new));

            assertThat(run.code()).as(String.join(" ", command) + run.err()).isZero();
            boolean sealed =
                    clinic.query("select ssn from letter where id = 1").get(0).startsWith("A");
            assertThat(sealed).isEqualTo(command[1].equals("backfill"));
            done.add(command[1]);
        }
        assertThat(done).contains("status", "backfill", "back-out");
    }

    @Test
    void makesTheIndexValuesThatTheApplicationLooksFor() throws IOException {
        backfill();

        try (ColumnSeal seal = clinic.seal()) {
            byte[] wanted = seal.indexes()
                    .indexValue(
                            IndexContext.of(ClinicDatabase.TENANT, "letter.ssn", ""),
                            "123-45-1".getBytes(StandardCharsets.UTF_8));
            assertThat(clinic.query("select rawtohex(ssn_bidx) from letter where id = 1"))
                    .singleElement()
                    .satisfies(stored ->
                            assertThat(HexFormat.of().parseHex(stored)).isEqualTo(wanted));
        }
    }

    @Test
    void countsHowFarItIsAtEveryPhase() throws IOException {
        for (String phase : List.of("PREPARE", "SEAL", "BACKFILL")) {
            Run status = migrate("status", letters(phase, false, "0a".repeat(32)));

            assertThat(status.code()).as(status.err()).isZero();
            assertThat(status.only("phase")).isEqualTo(phase);
            assertThat(status.only("unsealed")).isEqualTo("3");
            assertThat(status.only("sealed")).isEqualTo("0");
        }
    }

    @Test
    void leavesWhatLooksSealedUnlessItIsTold() throws IOException {
        String lookalike = SealedValue.toText(new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0
        });
        clinic.execute("update letter set ssn = '" + lookalike + "' where id = 2");

        assertThat(migrate("status", letters("BACKFILL", false, "")).code()).isEqualTo(ExitCode.FINDINGS);
        Run left = backfill("--id", "first");
        assertThat(left.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(left.only("written")).isEqualTo("2");
        assertThat(left.err()).contains("status --quarantine first");
        assertThat(backfill("--seal-lookalikes").only("written")).isEqualTo("1");
        assertThat(open(clinic.query("select ssn from letter where id = 2"))).containsExactly(lookalike);
    }

    @Test
    void changesNothingThatOnlyTheApplicationUnderstandsOrThatIsInAnotherPhase() throws IOException {
        Run imported = migrate("backfill", letters("BACKFILL", true, ""), "--reason", "x");
        Run normalized = migrate("backfill", letters("BACKFILL", false, "0a".repeat(32)), "--reason", "x");
        Run early = migrate("backfill", letters("SEAL", false, ""), "--reason", "x");
        Run late = migrate("back-out", letters("BACKFILL", false, ""), "--reason", "x");

        assertThat(imported.err()).contains("letter.ssn", "importer");
        assertThat(normalized.err()).contains("letter.ssn", "normalizers");
        assertThat(early.err()).contains("no column is in the phase BACKFILL");
        assertThat(late.err()).contains("no column is in the phase PREPARE");
        assertThat(List.of(imported, normalized, early, late))
                .allSatisfy(run -> assertThat(run.code()).isEqualTo(ExitCode.REFUSED));
        assertThat(clinic.query("select ssn from letter order by id"))
                .containsExactly("123-45-1", "123-45-2", "123-45-3");
    }

    @Test
    void guessesNoTenant() throws IOException {
        Path letters = letters("BACKFILL", false, "");
        Files.writeString(letters, Files.readString(letters).replaceAll("(?s),\\s*\"tenant\" : \\{.*?}", ""));

        Run guessing = migrate("backfill", letters, "--reason", "x");
        Run told = migrate("backfill", letters, "--reason", "x", "--tenant", ClinicDatabase.TENANT);

        assertThat(guessing.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(guessing.err()).contains("--tenant: is required");
        assertThat(told.only("written")).isEqualTo("3");
        assertThat(open(clinic.query("select ssn from letter where id = 1"))).containsExactly("123-45-1");
    }

    /** Every node would find what was sealed by it altered. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"table\" : \"letter\"",
                "\"context\" : \"letter.ssn\"",
                "\"purpose\" : \"field\"",
                "\"codec\" : \"text\"",
                "\"application\" : \"clinic\""
            })
    void changesNothingByACatalogueOfAnotherRelease(String wrong) throws IOException {
        for (String phase : List.of("BACKFILL", "PREPARE")) {
            Path letters = letters(phase, false, "");
            String exported = Files.readString(letters);
            assertThat(exported).contains(wrong);
            Files.writeString(letters, exported.replace(wrong, wrong.substring(0, wrong.length() - 1) + "2\""));

            Run refused = migrate(phase.equals("PREPARE") ? "back-out" : "backfill", letters, "--reason", "x");

            assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(refused.err()).contains("--catalogue", "letter.ssn", "registered");
        }
        assertThat(clinic.query("select ssn from letter order by id"))
                .containsExactly("123-45-1", "123-45-2", "123-45-3");
    }

    /** No lookup would find what has no index value, or one of other bits. */
    @ParameterizedTest
    @ValueSource(strings = {"\"bits\" : 64", "\"column\" : \"ssn_index\"", ""})
    void changesNothingByACatalogueWhoseIndexesAreOthers(String other) throws IOException {
        Path letters = letters("BACKFILL", false, "");
        String exported = Files.readString(letters);
        String changed = other.isEmpty()
                ? exported.replaceAll("(?s)\"indexes\" : \\[.*?]", "\"indexes\" : []")
                : exported.replaceAll(
                        other.startsWith("\"bits") ? "\"bits\" : 128" : "\"column\" : \"ssn_bidx\"", other);
        assertThat(changed).isNotEqualTo(exported);
        Files.writeString(letters, changed);

        Run refused = migrate("backfill", letters, "--reason", "x");

        assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("--catalogue", "letter.ssn", "registered");
        assertThat(clinic.query("select ssn from letter where id = 1")).containsExactly("123-45-1");
    }

    @Test
    void goesAtTheTimeAndWithTheThreadsThatItIsTold() throws IOException {
        assertThat(backfill("--parallelism", "0").code()).isEqualTo(ExitCode.USAGE);
        assertThat(backfill("--between", "00:00-12:00", "--between", "12:00-00:00", "--parallelism", "3")
                        .only("written"))
                .isEqualTo("3");
    }

    @Test
    void givesValuesToTheTenantsThatTheirRowsName() throws IOException {
        backfill();
        clinic.execute("update letter set clinic = 'clinic-2' where id = 2");
        Path letters = letters("STRICT", false, "");
        String[] assign = {"--reason", "two clinics", "--former", ClinicDatabase.TENANT};

        Run unregistered = migrate("assign-tenants", other(letters), assign);
        Run assigned = migrate("assign-tenants", letters, assign);

        assertThat(unregistered.err()).contains("--catalogue", "registered");
        assertThat(assigned.code()).as(assigned.err()).isZero();
        assertThat(assigned.only("written")).isEqualTo("1");
        String moved = clinic.query("select ssn from letter where id = 2").get(0);
        assertThat(clinic.run("inspect", moved, "--json").only("tenant")).isEqualTo("clinic-2");
        assertThat(open(clinic.query("select ssn from letter where id <> 2 order by id")))
                .containsExactly("123-45-1", "123-45-3");
        assertThat(migrate("assign-tenants", letters, "--reason", "x", "--former", "a", "--tenant", "b")
                        .code())
                .isEqualTo(ExitCode.USAGE);
    }

    private Path other(Path exported) throws IOException {
        return Files.writeString(
                folder.resolve("other.json"), Files.readString(exported).replace("\"field\"", "\"phi\""));
    }

    /** As a node of the application does at its start. */
    private void register() {
        JdbcDataKeyStore.on(clinic.dataSource())
                .columns()
                .register(List.of(new RegisteredColumn(
                        "clinic",
                        "Letter",
                        "ssn",
                        "letter",
                        "ssn",
                        "letter.ssn",
                        "field",
                        "text",
                        Storage.TEXT,
                        List.of(new IndexColumn("", "ssn_bidx", "", 128)))));
    }

    private Run backfill(String... options) throws IOException {
        String[] reason = {"--reason", "seal the letters"};
        return migrate(
                "backfill",
                letters("BACKFILL", false, ""),
                Stream.of(reason, options).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private Run migrate(String command, Path catalogue, String... options) {
        String[] words = {"migrate", command, "--catalogue", catalogue.toString(), "--json"};
        return clinic.run(Stream.of(words, options).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private Path letters(String phase, boolean imported, String fingerprint) throws IOException {
        return ClinicDatabase.letters(folder, phase, imported, fingerprint);
    }

    private List<String> open(List<String> stored) {
        try (ColumnSeal seal = clinic.seal()) {
            return stored.stream()
                    .map(text -> new String(
                            seal.fields()
                                    .decrypt(SSN, SealedValue.fromText(text).orElseThrow()),
                            StandardCharsets.UTF_8))
                    .toList();
        }
    }
}
