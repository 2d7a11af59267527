package io.columnseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.catalogue.CatalogueJson;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.reencrypt.ReencryptionProgress;
import io.columnseal.reencrypt.RunFigures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Runs that one process does, and others watch and ask for something. */
@Timeout(120)
class ReencryptCommandTest {

    private static final String RUN = "rotation-2026-11";

    private final ClinicDatabase clinic = new ClinicDatabase();
    private String catalogue;

    @TempDir
    Path folder;

    @BeforeEach
    void export() throws IOException {
        catalogue = ClinicDatabase.catalogue(folder).toString();
    }

    @AfterEach
    void close() {
        clinic.close();
    }

    @Test
    void isPausedResumedAndStoppedFromElsewhereAndGoesOn() throws Exception {
        rotateUnderPatients(200);
        CompletableFuture<Run> slow = CompletableFuture.supplyAsync(() -> reencrypt("--rows-per-second", "10"));
        await(() -> rowsDone() > 0);

        assertThat(clinic.run("reencrypt", "pause", RUN, "--json").only("asked"))
                .isEqualTo("PAUSE");
        await(this::standsStill);
        assertThat(clinic.run("reencrypt", "resume", RUN, "--json").only("asked"))
                .isEqualTo("RUN");
        long paused = rowsDone();
        await(() -> rowsDone() > paused);
        assertThat(clinic.run("reencrypt", "stop", RUN, "--json").only("asked")).isEqualTo("STOP");

        Run stopped = slow.get(60, TimeUnit.SECONDS);
        assertThat(stopped.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(stopped.err()).contains("it goes on where it was by --id " + RUN);
        assertThat(status().get("state").asString()).isEqualTo("STOPPED");
        Run finished = reencrypt();
        assertThat(finished.code()).isZero();
        assertThat(Long.parseLong(stopped.only("moved")) + Long.parseLong(finished.only("moved")))
                .isEqualTo(200);
        assertThat(status().get("state").asString()).isEqualTo("FINISHED");
        assertThat(status().get("percent").asInt()).isEqualTo(100);
    }

    @Test
    void isWatchedAndAskedWithoutTheMasterKey() {
        rotateUnderPatients(3);
        reencrypt();
        clinic.environment().remove("COLUMNSEAL_KMS_LOCAL_MASTER_KEY");

        Run one = clinic.run("reencrypt", "status", RUN, "--json");
        Run all = clinic.run("reencrypt", "status");

        assertThat(one.code()).isZero();
        assertThat(one.only("rowsDone")).isEqualTo("3");
        assertThat(one.only("actor")).isEqualToIgnoringCase("sa");
        assertThat(one.only("reason")).isEqualTo("yearly");
        assertThat(all.out()).contains("RUN", "FINISHED", RUN);
    }

    @Test
    void refusesToAskARunThatHasEndedOrNeverWas() {
        rotateUnderPatients(1);
        reencrypt();

        for (String wish : List.of("pause", "resume", "stop")) {
            Run ended = clinic.run("reencrypt", wish, RUN);
            Run unknown = clinic.run("reencrypt", wish, "another");

            assertThat(ended.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(ended.err()).contains("FINISHED");
            assertThat(unknown.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(unknown.err()).contains("reencrypt status");
        }
        assertThat(clinic.run("reencrypt", "status", "another").code()).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void promisesNothingOfARunWhoseProcessIsGone() {
        rotateUnderPatients(1);
        reencrypt();
        clinic.execute("update columnseal_runs set state = 'RUNNING', changed_at = 0");

        Run asked = clinic.run("reencrypt", "pause", RUN);

        assertThat(asked.code()).isZero();
        assertThat(asked.err()).contains("last heard of at 1970", "--id " + RUN).doesNotContain("obeys");
        Run status = clinic.run("reencrypt", "status", RUN);
        assertThat(status.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(status.err()).contains("last heard of at 1970");
        assertThat(clinic.run("reencrypt", "status").code()).isZero();
    }

    /** And looks complete otherwise, where nothing of it could be listed. */
    @Test
    void tellsWhatARunLeftBehindThatCameToItsEnd() {
        rotateUnderPatients(1);
        reencrypt();
        assertThat(status().get("remaining").asInt()).isZero();
        clinic.execute("update columnseal_runs set rows_remaining = 300000");

        Run status = clinic.run("reencrypt", "status", RUN);

        assertThat(status.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(status.err()).contains("left 300000 values behind", "--id " + RUN);
    }

    @Test
    void refusesALoginOfTheDataWithoutItsUrl() {
        rotateUnderPatients(1);
        for (String variable : List.of("COLUMNSEAL_DATA_SOURCE_PASSWORD", "COLUMNSEAL_DATA_SOURCE_USERNAME")) {
            clinic.environment().put(variable, "reader");

            Run refused = clinic.run("reencrypt", "plan", "--catalogue", catalogue);

            assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(refused.err())
                    .contains("without columnseal.data-source.url")
                    .doesNotContain("reader");
        }
    }

    @Test
    void plansWhatItWouldMoveAndMovesNothing() {
        rotateUnderPatients(30);
        List<String> before = clinic.query("select ssn from patient order by id");

        Run plan = clinic.run("reencrypt", "plan", "--catalogue", catalogue, "--rows-per-second", "10", "--json");

        assertThat(plan.code()).isZero();
        assertThat(plan.only("rows")).isEqualTo("30");
        assertThat(plan.only("tenant")).isEqualTo(ClinicDatabase.TENANT);
        assertThat(plan.only("outcome")).isEqualTo("MOVED");
        assertThat(plan.only("estimatedSeconds")).isEqualTo("3.0");
        assertThat(plan.err()).contains("30 values", "about 3 s", "at most 2 calls");
        assertThat(clinic.query("select ssn from patient order by id")).isEqualTo(before);
        assertThat(clinic.query("select id from columnseal_runs")).isEmpty();
    }

    @Test
    void tellsWhatStaysInThePlanAndWhereItLiesAfterTheRun() {
        rotateUnderPatients(2);
        clinic.execute("insert into patient values (99, x'00112233')");

        Run plan = clinic.run("reencrypt", "plan", "--catalogue", catalogue, "--json");
        Run run = reencrypt();
        Run listed = clinic.run("reencrypt", "status", "--quarantine", RUN, "--json");
        Run status = clinic.run("reencrypt", "status", RUN);
        assertThat(status.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(status.err()).contains("--quarantine " + RUN);
        assertThat(clinic.run("reencrypt", "status").code()).isZero();
        clinic.execute("update columnseal_runs set rows_remaining = 0");
        assertThat(clinic.run("reencrypt", "status", RUN).code())
                .as("moved since, when it went on")
                .isZero();

        assertThat(plan.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(plan.records())
                .extracting(record -> record.get("outcome").asString())
                .containsExactly("MOVED", "NOT_SEALED");
        assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(run.err()).contains("status --quarantine " + RUN);
        assertThat(listed.only("row")).contains("99");
        assertThat(listed.only("reason")).isEqualTo("NOT_SEALED");
        assertThat(clinic.run("reencrypt", "status", "--quarantine").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void callsARunByTheTimeUnlessItIsGivenAName() {
        rotateUnderPatients(1);

        Run run = clinic.run("reencrypt", "run", "--catalogue", catalogue, "--reason", "yearly");

        String name = clinic.run("reencrypt", "status", "--json").only("run");
        assertThat(name).startsWith("run-");
        assertThat(run.err()).contains("run " + name);
    }

    @Test
    void refusesSettingsThatNoRunTakes() {
        rotateUnderPatients(1);

        assertThat(List.of(
                        reencrypt("--parallelism", "65"),
                        reencrypt("--rows-per-second", "0"),
                        reencrypt("--page-size", "0"),
                        clinic.run("reencrypt", "run", "--catalogue", catalogue, "--reason", "x", "--id", " "),
                        clinic.run("reencrypt", "plan", "--catalogue", catalogue, "--rows-per-second", "0"),
                        clinic.run("reencrypt", "status", "--limit", "0"),
                        clinic.run("keys", "backup", "clean-up", "--directory", ".", "--keep", "0", "--reason", "x")))
                .allSatisfy(run -> {
                    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
                    assertThat(run.err()).startsWith("columnseal: --").hasLineCount(1);
                });
        assertThat(reencrypt("--between", "night").code()).isEqualTo(ExitCode.USAGE);
        assertThat(reencrypt("--between", "00:00-12:00", "--between", "12:00-00:00", "--no-back-off")
                        .code())
                .isZero();
    }

    /** One after the other, as they stand there. */
    @Test
    void theCommandsOfTheGuideOnRotationDoWhatItSays() throws IOException {
        rotateUnderPatients(3);
        clinic.execute("insert into patient values (99, x'00112233')");
        List<String> told = new ArrayList<>();

        for (String[] command : GuideCommands.of("rotation.md")) {
            Run run = clinic.run(Stream.of(command)
                    .map(word -> word.equals("columns.json") ? catalogue : word)
                    .toArray(String[]::new));
            told.add(command[1] + " " + run.code());
        }

        // The run leaves a value, and is over when it is asked for something
        assertThat(told).containsExactly("plan 1", "run 1", "status 0", "pause 3", "resume 3", "stop 3", "status 0");
    }

    @Test
    void showsInATerminalHowFarItIsHowFastAndWhatIsLeft() throws IOException {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        SealedColumn column = CatalogueJson.read(Files.readString(Path.of(catalogue)))
                .columns()
                .get(0);

        try (RunProgress progress =
                new RunProgress(ProgressLine.onTerminal(new PrintStream(terminal, true, StandardCharsets.UTF_8)))) {
            progress.on(new ReencryptionProgress(column, 2500, 10_000, Duration.ofSeconds(25), RunFigures.NONE, 0, 0));
        }

        assertThat(terminal.toString(StandardCharsets.UTF_8))
                .contains(
                        "[########                      ]  25 % 2,500 of 10,000 values, 100/s, 1 min 15 s left, patient");
        assertThat(RunProgress.text(Duration.ofMillis(3))).isEqualTo("1 s");
        assertThat(RunProgress.text(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
    }

    private void rotateUnderPatients(int count) {
        clinic.addPatients(count);
        assertThat(clinic.run("keys", "rotate", "--tenant", ClinicDatabase.TENANT, "--reason", "yearly")
                        .code())
                .isZero();
    }

    private Run reencrypt(String... options) {
        String[] run = {"reencrypt", "run", "--catalogue", catalogue, "--reason", "yearly", "--id", RUN, "--json"};
        return clinic.run(Stream.of(run, options).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private JsonNode status() {
        return clinic.run("reencrypt", "status", RUN, "--json").records().get(0);
    }

    private long rowsDone() {
        Run status = clinic.run("reencrypt", "status", "--json");
        return status.records().isEmpty()
                ? 0
                : status.records().get(0).get("rowsDone").asLong();
    }

    /** The run said twice how far it is, and was as far. */
    private boolean standsStill() {
        JsonNode before = status();
        await(() -> !status().get("changedAt").equals(before.get("changedAt")));
        return status().get("rowsDone").equals(before.get("rowsDone"));
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while it waited");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
