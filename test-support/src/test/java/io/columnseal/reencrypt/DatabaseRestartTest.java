package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.KeyStoreException;
import io.columnseal.ReencryptionException;
import io.columnseal.key.JdbcDataKeyStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database, which holds values, keys and runs alike, is shut down or crashes in the midst of what a run does; the run is
 * called again where that ended it.
 */
class DatabaseRestartTest {

    private static final List<String> POINTS = List.of(
            "read",
            "update",
            "before-commit",
            "after-commit",
            "journal-update",
            "journal-before-commit",
            "journal-after-commit");
    private static final int PAGES = 4;
    private static final String RUN = "restarted";

    @TempDir
    Path directory;

    private final Random random = new Random(1);

    @Test
    @Timeout(300)
    void losesNothingWhenTheDatabaseIsRestarted() throws Exception {
        restart(2_000, 20, 2);
    }

    @Test
    @Tag("long")
    @Timeout(1800)
    void losesNothingWhenTheDatabaseIsRestartedAgainAndAgain() throws Exception {
        restart(100_000, 200, 20);
    }

    private void restart(int rows, int pageSize, int restarts) throws Exception {
        try (RestartedPostgres server = new RestartedPostgres(directory);
                HikariDataSource pool = pool(server.url());
                HikariDataSource keyPool = pool(server.url());
                Clinic clinic = new Clinic(JdbcDataKeyStore.on(keyPool).createSchema())) {
            ManyPatients patients = new ManyPatients(clinic, pool, rows);
            String digest = patients.expectedDigest();
            patients.rotate();
            Restarts hook = new Restarts(server);
            int ended = 0;
            int wentOn = 0;
            long moved = 0;
            for (int i = 0; i < restarts; i++) {
                hook.arm(POINTS.get(i % POINTS.size()), 1 + random.nextInt(PAGES), i % 2 == 0);
                AtomicInteger pages = new AtomicInteger();
                try {
                    ReencryptionReport report = run(clinic, pool, keyPool, hook, pageSize)
                            // Those that are survived go on for some pages only: more restarts are to come
                            .listener(progress -> pages.incrementAndGet())
                            .stopWhen(() -> hook.restarted() && pages.get() > 2 * PAGES)
                            .run();
                    assertThat(report.conflicts()).isZero();
                    wentOn++;
                } catch (ReencryptionException | KeyStoreException e) {
                    ended++;
                }
                assertThat(hook.restarted()).isTrue();
                forgetDeadConnections(pool, keyPool);
                long movedNow = patients.moved();
                assertThat(movedNow).isGreaterThanOrEqualTo(moved);
                moved = movedNow;
            }
            assertThat(patients.digest()).isEqualTo(digest);
            ReencryptionReport report =
                    run(clinic, pool, keyPool, hook, pageSize).run();
            assertThat(report.complete()).isTrue();
            assertThat(report.reencrypted()).isEqualTo(patients.values() - moved);
            assertThat(patients.digest()).isEqualTo(digest);
            System.out.printf(
                    "Database restarts during re-encryption: %d, half of them crashes, %,d rows of 2 values each: %d runs"
                            + " ended and were called again, %d went on; 0 lost, 0 unreadable, 0 stale at the end%n",
                    restarts, rows, ended, wentOn);
            assertThat(ended).isPositive();
        }
    }

    /** A pool tries those that were used a moment ago without looking. */
    private static void forgetDeadConnections(HikariDataSource... pools) {
        for (HikariDataSource pool : pools) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    private static Reencryption run(
            Clinic clinic, HikariDataSource pool, HikariDataSource keyPool, Restarts hook, int pageSize) {
        return clinic.seal()
                .reencryption(FailpointDataSource.of(pool, "", hook), ReencryptionKillTest.COLUMNS)
                .rememberedIn(JdbcRunStore.on(FailpointDataSource.of(keyPool, "journal-", hook)), RUN)
                .timing(RunTime.SYSTEM, Duration.ZERO)
                .pageSize(pageSize);
    }

    private static HikariDataSource pool(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(4);
        return pool;
    }

    /** Restarts the server, once, when a run comes to a point for the n-th time. */
    private static final class Restarts implements Consumer<String> {

        private final RestartedPostgres server;
        private String point = "";
        private int times;
        private boolean crash;

        Restarts(RestartedPostgres server) {
            this.server = server;
        }

        synchronized void arm(String point, int times, boolean crash) {
            this.point = point;
            this.times = times;
            this.crash = crash;
        }

        synchronized boolean restarted() {
            return times == 0;
        }

        @Override
        public synchronized void accept(String reached) {
            if (!reached.equals(point) || times == 0 || --times > 0) {
                return;
            }
            try {
                if (crash) {
                    server.crash();
                } else {
                    server.shutDownAndStart();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
