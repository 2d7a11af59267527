package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.backup.BackupRestore;
import io.columnseal.backup.Backups;
import io.columnseal.key.KilledOperation.Kind;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.test.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes that work on keys are killed with SIGKILL wherever they touch the key store, the KMS or a backup: no value is
 * lost, there is one active key, and the operation is simply run again.
 */
class KeyOperationKillTest {

    private static final int TENANTS = 3;
    private static final String WHOLE = "none";

    /** All tests of this class share a database. */
    private static final AtomicInteger STORES = new AtomicInteger();

    private final Map<String, byte[]> sealed = new TreeMap<>();

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void losesNothingOfAKeyFileThatIsKilledWhileAKeyIsRotated() throws Exception {
        killEverywhere(Kind.ROTATE, false, 1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    @Tag("long")
    @Timeout(7200)
    void losesNothingOfAKeyFileWhereverItIsKilledTenTimes(Kind kind) throws Exception {
        killEverywhere(kind, false, 10);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    @Tag("long")
    @Timeout(7200)
    void losesNothingOfKeyTablesWhereverItIsKilledTenTimes(Kind kind) throws Exception {
        killEverywhere(kind, true, 10);
    }

    private void killEverywhere(Kind kind, boolean jdbc, int kills) throws Exception {
        Map<String, Integer> failpoints = hitsOfAWholeRun(kind, jdbc);
        int killed = 0;
        for (Map.Entry<String, Integer> failpoint : failpoints.entrySet()) {
            for (int i = 0; i < kills; i++) {
                int times = 1 + i % failpoint.getValue();
                killed += kill(kind, jdbc, failpoint.getKey(), times) ? 1 : 0;
            }
        }
        System.out.println("Kills of " + kind + " with keys in " + (jdbc ? "PostgreSQL" : "a file") + ": " + killed
                + " at " + failpoints.size()
                + " failpoints, 0 values lost, 0 tenants with two active keys, run again each time");
        assertThat(failpoints).hasSizeGreaterThan(4);
        // What a thread in the background does may come once less than before
        assertThat(killed).isGreaterThanOrEqualTo(failpoints.size() * kills * 9 / 10);
    }

    private Map<String, Integer> hitsOfAWholeRun(Kind kind, boolean jdbc) throws Exception {
        Deployment deployment = deploy(kind, jdbc);
        Map<String, Integer> failpoints = new TreeMap<>();
        assertThat(run(kind, deployment, WHOLE, 0, failpoints)).isEqualTo(KilledOperation.END);
        return failpoints;
    }

    private boolean kill(Kind kind, boolean jdbc, String failpoint, int times) throws Exception {
        Deployment deployment = deploy(kind, jdbc);
        String end = run(kind, deployment, failpoint, times, new TreeMap<>());
        assertThat(end).isIn(KilledOperation.FAILPOINT, KilledOperation.END);
        try {
            runAgain(kind, deployment);
        } catch (RuntimeException | Error e) {
            throw new AssertionError(kind + " at " + failpoint + ", time " + times, e);
        }
        return end.equals(KilledOperation.FAILPOINT);
    }

    /** A store of its own, with keys and values unless it is begun or restored. */
    private record Deployment(String url, String name, Path folder) {

        DataKeyStore store() {
            return url.startsWith("jdbc:")
                    ? JdbcDataKeyStore.on(PostgresServer.dataSource()).withTablePrefix(name)
                    : FileDataKeyStore.at(folder.resolve(name + ".key")).createIfMissing();
        }
    }

    private Deployment deploy(Kind kind, boolean jdbc) throws Exception {
        sealed.clear();
        Deployment deployment = newDeployment(jdbc);
        if (kind == Kind.RESTORE) {
            Deployment lost = newDeployment(jdbc);
            fill(lost, seal -> seal.backups(deployment.folder()).create(KilledOperation.BACKUP, "j.doe", "test"));
        } else if (kind == Kind.RESTORE_OVER) {
            fill(deployment, seal -> {
                seal.backups(deployment.folder()).create(KilledOperation.BACKUP, "j.doe", "test");
                // What the backup must not take back, and what it brings back over a row that is there
                seal.keys().rotate("clinic-0", "j.doe", "yearly");
                sealed.put(
                        "clinic-0 since",
                        seal.fields().encrypt(KilledOperation.context("clinic-0"), KilledOperation.PLAINTEXT));
                seal.keys().shred("clinic-1", "j.doe", "the wrong one");
            });
        } else if (kind != Kind.FIRST_KEY) {
            fill(deployment, seal -> {});
        }
        return deployment;
    }

    private Deployment newDeployment(boolean jdbc) throws Exception {
        String name = "k" + STORES.incrementAndGet() + "_";
        Path own = Files.createDirectory(
                folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (jdbc) {
            JdbcDataKeyStore.on(PostgresServer.dataSource())
                    .withTablePrefix(name)
                    .createSchema();
        }
        return new Deployment(jdbc ? url(PostgresServer.dataSource()) : "file", name, own);
    }

    private void fill(Deployment deployment, Consumer<ColumnSeal> then) {
        try (ColumnSeal seal = KilledOperation.start(LocalKms.fromHex(KilledOperation.OLD_KEK), deployment.store())) {
            for (int i = 0; i < TENANTS; i++) {
                String tenant = "clinic-" + i;
                sealed.put(tenant, seal.fields().encrypt(KilledOperation.context(tenant), KilledOperation.PLAINTEXT));
            }
            then.accept(seal);
        }
    }

    private void runAgain(Kind kind, Deployment deployment) {
        switch (kind) {
            case FIRST_KEY, ROTATE -> sealAgain(kind, deployment);
            case REWRAP -> rewrapAgain(deployment);
            case BACKUP -> backUpAgain(deployment);
            case RESTORE -> restoreAgain(deployment);
            case RESTORE_OVER -> restoreOverAgain(deployment);
        }
    }

    private void sealAgain(Kind kind, Deployment deployment) {
        String tenant = kind == Kind.FIRST_KEY ? "clinic-new" : "clinic-0";
        try (ColumnSeal seal = KilledOperation.start(LocalKms.fromHex(KilledOperation.OLD_KEK), deployment.store())) {
            assertEverythingOpens(seal);
            if (kind == Kind.ROTATE) {
                // Before it is run again, which might put right what it left behind
                assertThat(seal.keys().history(tenant))
                        .extracting(KeyInfo::state)
                        .containsOnlyOnce(KeyState.ACTIVE);
                int version = seal.keys().history(tenant).get(0).version();
                assertThat(seal.keys().rotate(tenant, "j.doe", "again").version())
                        .isGreaterThanOrEqualTo(version);
            }
            byte[] value = seal.fields().encrypt(KilledOperation.context(tenant), KilledOperation.PLAINTEXT);
            assertThat(seal.fields().decrypt(KilledOperation.context(tenant), value))
                    .isEqualTo(KilledOperation.PLAINTEXT);
            assertEverythingOpens(seal);
            assertThat(seal.keys().history(tenant)).extracting(KeyInfo::state).containsOnlyOnce(KeyState.ACTIVE);
            assertThat(seal.audit().verify().findings()).isEmpty();
        }
    }

    private void rewrapAgain(Deployment deployment) {
        try (ColumnSeal seal = KilledOperation.start(
                LocalKms.fromHex(KilledOperation.NEW_KEK).withPrevious(KilledOperation.OLD_KEK), deployment.store())) {
            assertEverythingOpens(seal);
            assertThat(seal.keks().rewrap("j.doe", "again").complete()).isTrue();
            assertThat(seal.keks().status().outstanding()).isZero();
        }
        try (ColumnSeal seal = KilledOperation.start(LocalKms.fromHex(KilledOperation.NEW_KEK), deployment.store())) {
            assertEverythingOpens(seal);
            assertThat(seal.audit().verify().findings()).isEmpty();
        }
    }

    private void backUpAgain(Deployment deployment) {
        try (ColumnSeal seal = KilledOperation.start(LocalKms.fromHex(KilledOperation.OLD_KEK), deployment.store())) {
            Backups backups = seal.backups(deployment.folder());
            if (backups.list().isEmpty()) {
                backups.create(KilledOperation.BACKUP, "j.doe", "again");
            }
            assertThat(backups.verify(KilledOperation.BACKUP).keys()).hasSizeGreaterThanOrEqualTo(TENANTS);
            backups.create("another", "j.doe", "again");
            assertEverythingOpens(seal);
            assertThat(seal.audit().verify().findings()).isEmpty();
        }
    }

    private void restoreAgain(Deployment deployment) {
        Kms kms = LocalKms.fromHex(KilledOperation.OLD_KEK);
        try (DataKeyStore store = deployment.store()) {
            store.verify();
            List<DataKeyRow> restored = new ArrayList<>();
            store.forEach(restored::add, malformed -> {});
            assertThat(restored.size()).as("all or nothing").isIn(0, TENANTS + 1);
            assertThat(new BackupRestore(Environment.TEST, store, kms, deployment.folder())
                            .restore(KilledOperation.BACKUP, Set.of(), "j.doe", "again")
                            .complete())
                    .isTrue();
        }
        try (ColumnSeal seal = KilledOperation.start(kms, deployment.store())) {
            assertEverythingOpens(seal);
            assertThat(seal.audit().verify().findings()).isEmpty();
        }
    }

    private void restoreOverAgain(Deployment deployment) {
        try (ColumnSeal seal = KilledOperation.start(LocalKms.fromHex(KilledOperation.OLD_KEK), deployment.store())) {
            List<KeyInfo> shredded = seal.keys().history("clinic-1");
            assertThat(shredded)
                    .extracting(KeyInfo::state)
                    .as("all or nothing")
                    .isSubsetOf(KeyState.DESTROYED, KeyState.SUSPENDED);
            byte[] lost = sealed.remove("clinic-1");
            assertEverythingOpens(seal);
            assertThat(seal.keys().history("clinic-0"))
                    .extracting(KeyInfo::state)
                    .as("newer than the backup")
                    .containsExactly(KeyState.ACTIVE, KeyState.RETIRED);
            Backups backups = seal.backups(deployment.folder());
            Set<KeyId> resurrected = Set.of(shredded.get(0).id());
            assertThat(backups.restore(KilledOperation.BACKUP, resurrected, "j.doe", "again")
                            .complete())
                    .isTrue();
            assertThat(seal.keys().history("clinic-0"))
                    .extracting(KeyInfo::state)
                    .containsExactly(KeyState.ACTIVE, KeyState.RETIRED);
            seal.keys().resume("clinic-1", "j.doe", "again");
            sealed.put("clinic-1", lost);
            assertEverythingOpens(seal);
            assertThat(seal.audit().verify().findings()).isEmpty();
        }
    }

    private void assertEverythingOpens(ColumnSeal seal) {
        sealed.forEach((key, value) -> {
            String tenant = key.split(" ")[0];
            assertThat(seal.fields().decrypt(KilledOperation.context(tenant), value))
                    .as(tenant)
                    .isEqualTo(KilledOperation.PLAINTEXT);
        });
    }

    /** Returns the line with which the process stopped or ended; it is dead then. */
    private String run(Kind kind, Deployment deployment, String failpoint, int times, Map<String, Integer> failpoints)
            throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledOperation.class.getName(),
                        kind.name(),
                        deployment.url(),
                        deployment.folder().toString(),
                        failpoint,
                        String.valueOf(times),
                        deployment.name())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return lastLine(process, failpoints);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Values that it sealed are kept; what else it prints is logged by it. */
    private String lastLine(Process process, Map<String, Integer> failpoints) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.equals(KilledOperation.FAILPOINT) && !line.equals(KilledOperation.END)) {
            String[] words = line.split(" ");
            if (line.startsWith(KilledOperation.SEALED)) {
                sealed.put(words[1] + " killed", HexFormat.of().parseHex(words[2]));
            } else if (line.startsWith(KilledOperation.HITS)) {
                failpoints.put(words[1], Integer.valueOf(words[2]));
            }
            line = lines.readLine();
        }
        return String.valueOf(line);
    }

    private static String url(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getURL();
        }
    }
}
