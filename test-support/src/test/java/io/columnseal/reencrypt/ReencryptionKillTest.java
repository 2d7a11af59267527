package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.ClinicTables.CITY;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.catalogue.SealedColumn;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.test.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process of a run is killed with SIGKILL again and again, on PostgreSQL; each time the run goes on where it was. */
class ReencryptionKillTest {

    static final List<SealedColumn> COLUMNS = List.of(SSN, CITY);

    private static final String CENSUS = "census";

    /** The last one is also met by runs that find nothing to do, so that it needs no table to be moved again. */
    private static final List<String> FAILPOINTS = List.of(
            "read",
            "update",
            "before-commit",
            "after-commit",
            "journal-update",
            "journal-before-commit",
            "journal-after-commit",
            CENSUS);

    /** A run counts at its beginning and at its end; all else it does more often. */
    private static final int CENSUSES = 2;

    private static final int TIMES = 4;
    private static final int PAGES_UNDER_WAY = 4;

    private static final int LARGE = Integer.getInteger("reencryption.rows", 1_000_000);
    private static final int LARGE_PAGE = 1_000;
    private static final int MOST_MILLIS_BEFORE_A_KILL = 2_500;
    private static final int KILLS_BETWEEN_DIGESTS = 20;

    /**
     * A process that seals as fast as it can counts up to 2^26 seals ahead, and takes them with it when it is killed. After
     * some dozens of those the key would be replaced by itself, and what was moved be stale again.
     */
    private static final int KILLS_OF_A_KEY = 20;

    private static final String PREFIX = "killed_";
    static final String RUN = "killed";

    @TempDir
    Path directory;

    private final Random random = new Random(1);

    @Test
    @Timeout(900)
    void losesNothingWhereverItIsKilled() throws Exception {
        kill(400, 8, namedPoints(2), 1);
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void losesNothingWhereverItIsKilledTenTimesOverALargeTable() throws Exception {
        kill(LARGE, LARGE_PAGE, namedPoints(10), KILLS_BETWEEN_DIGESTS);
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void losesNothingWhereverItIsKilledAtAnyMoment() throws Exception {
        kill(
                LARGE,
                LARGE_PAGE,
                Collections.nCopies(Integer.getInteger("reencryption.kills", 200), KilledRun.ANYWHERE),
                KILLS_BETWEEN_DIGESTS);
    }

    private static List<String> namedPoints(int kills) {
        List<String> points = new ArrayList<>();
        FAILPOINTS.forEach(failpoint -> points.addAll(Collections.nCopies(kills, failpoint)));
        return points;
    }

    private void kill(int rows, int pageSize, List<String> points, int killsBetweenDigests) throws Exception {
        DataSource server = PostgresServer.dataSource();
        JdbcDataKeyStore keys =
                JdbcDataKeyStore.on(server).withTablePrefix(PREFIX).createSchema();
        JdbcRunStore runs = JdbcRunStore.on(server).withTablePrefix(PREFIX);
        try (Clinic clinic = new Clinic(keys);
                Processes processes = new Processes(points, url(server), pageSize)) {
            ManyPatients patients = new ManyPatients(clinic, server, rows);
            String digest = patients.expectedDigest();
            patients.rotate();
            long moved = 0;
            long movedBefore = 0;
            int rotations = 1;
            int midway = 0;
            int digests = 0;
            for (int kill = 0; kill < points.size(); kill++) {
                String failpoint = points.get(kill);
                boolean allMoved = moved == patients.values() && !failpoint.equals(CENSUS);
                if (allMoved) {
                    finish(clinic, server, runs, pageSize);
                }
                if (allMoved || kill > 0 && kill % KILLS_OF_A_KEY == 0) {
                    patients.rotate();
                    rotations++;
                    movedBefore += moved;
                    moved = 0;
                }
                try (KillableRun run = processes.take()) {
                    awaitEndOf(killAt(failpoint, run), server);
                }
                long movedNow = patients.moved();
                assertThat(movedNow).as(failpoint).isGreaterThanOrEqualTo(moved);
                moved = movedNow;
                midway += moved > 0 && moved < patients.values() ? 1 : 0;
                if (kill % killsBetweenDigests == 0) {
                    assertThat(patients.digest()).as(failpoint).isEqualTo(digest);
                    digests++;
                }
            }
            ReencryptionReport report = finish(clinic, server, runs, pageSize);
            assertThat(report.reencrypted())
                    .as("values that were moved are not moved again")
                    .isEqualTo(patients.values() - moved);
            assertThat(patients.moved()).isEqualTo(patients.values());
            assertThat(patients.digest()).isEqualTo(digest);
            long inVain = new SealCount(sealCount()).get() + report.reencrypted() - movedBefore - patients.values();
            System.out.printf(
                    "Kills of re-encryption: %,d at %s, %,d of them with some values moved, %d rotations, %,d rows of 2"
                            + " values each: 0 lost, 0 unreadable, digest of all plaintexts unchanged %d times, 0 stale at"
                            + " the end; sealed in vain %,d values, %.2f pages for each kill%n",
                    points.size(),
                    points.contains(KilledRun.ANYWHERE) ? "any moment" : FAILPOINTS.size() + " failpoints",
                    midway,
                    rotations,
                    rows,
                    digests + 1,
                    inVain,
                    inVain / (2.0 * pageSize) / points.size());
            assertThat(midway).isPositive();
            assertThat(inVain).as("done twice").isBetween(0L, 2L * PAGES_UNDER_WAY * pageSize * points.size());
        }
    }

    /** Goes on with the run in this process. */
    private static ReencryptionReport finish(Clinic clinic, DataSource server, RunStore runs, int pageSize) {
        ReencryptionReport report = clinic.seal()
                .reencryption(server, COLUMNS)
                .rememberedIn(runs, RUN)
                .timing(RunTime.SYSTEM, Duration.ZERO)
                .pageSize(pageSize)
                .run();
        assertThat(report.complete()).isTrue();
        assertThat(report.conflicts()).isZero();
        return report;
    }

    private String killAt(String failpoint, KillableRun run) throws Exception {
        assertThat(run.beginsAndComesToItsFailpoint()).as(failpoint).isTrue();
        if (failpoint.equals(KilledRun.ANYWHERE)) {
            run.work(random.nextInt(MOST_MILLIS_BEFORE_A_KILL));
        }
        return run.kill();
    }

    /** Processes in the order of their failpoints, of which the next one is started while another is at work. */
    private final class Processes implements AutoCloseable {

        private final Iterator<String> failpoints;
        private final String url;
        private final int pageSize;
        private @Nullable KillableRun next;

        Processes(List<String> failpoints, String url, int pageSize) throws IOException {
            this.failpoints = failpoints.iterator();
            this.url = url;
            this.pageSize = pageSize;
            startNext();
        }

        KillableRun take() throws IOException {
            KillableRun taken = Objects.requireNonNull(next);
            startNext();
            return taken;
        }

        private void startNext() throws IOException {
            next = null;
            if (failpoints.hasNext()) {
                String failpoint = failpoints.next();
                int times = failpoint.equals(KilledRun.ANYWHERE)
                        ? 1
                        : 1 + random.nextInt(failpoint.equals(CENSUS) ? CENSUSES : TIMES);
                next = new KillableRun(
                        KilledRun.Work.REENCRYPTION, url, PREFIX, pageSize, failpoint, times, sealCount());
            }
        }

        @Override
        public void close() {
            if (next != null) {
                next.close();
            }
        }
    }

    private Path sealCount() {
        return directory.resolve("seals");
    }

    /** The server may still be at work on what the killed process had asked of it. */
    private static void awaitEndOf(String sessions, DataSource server) throws SQLException {
        try (Connection connection = server.getConnection();
                Statement statement = connection.createStatement()) {
            long left;
            do {
                try (ResultSet count = statement.executeQuery(
                        "select count(*) from pg_stat_activity where application_name = '" + sessions + "'")) {
                    count.next();
                    left = count.getLong(1);
                }
            } while (left > 0);
        }
    }

    static String url(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getURL();
        }
    }
}
