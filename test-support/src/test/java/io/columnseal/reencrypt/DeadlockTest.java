package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.test.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions of a run meet deadlocks and serialization failures, on PostgreSQL. */
class DeadlockTest {

    private static final String DEADLOCK_DETECTED = "40P01";
    private static final String SERIALIZATION_FAILURE = "40001";
    private static final int ROWS = 2_000;
    private static final int PAGE_SIZE = 10;

    @Test
    @Timeout(300)
    void movesEveryValueOnceWhateverIsBegunAgain() throws Exception {
        inject(30);
        meetOthers(3);
    }

    @Test
    @Tag("long")
    @Timeout(1800)
    void movesEveryValueOnceThoughAThousandTransactionsAreBegunAgain() throws Exception {
        inject(1_000);
        meetOthers(100);
    }

    /** Every third statement that updates, or commit, fails, until there were enough. */
    private static void inject(int failures) throws Exception {
        DataSource server = PostgresServer.dataSource();
        try (Clinic clinic = new Clinic()) {
            ManyPatients patients = new ManyPatients(clinic, server, ROWS);
            AtomicInteger calls = new AtomicInteger();
            AtomicInteger failed = new AtomicInteger();
            DataSource failing = new FailingDataSource(server, method -> {
                boolean ends = method.equals(FailingDataSource.UPDATE) || method.equals("commit");
                if (ends && calls.incrementAndGet() % 3 == 0 && failed.get() < failures) {
                    boolean even = failed.incrementAndGet() % 2 == 0;
                    throw new SQLException("injected", even ? DEADLOCK_DETECTED : SERIALIZATION_FAILURE);
                }
            });
            int rotations = 0;
            while (failed.get() < failures) {
                patients.rotate();
                rotations++;
                int before = failed.get();
                ReencryptionReport report = clinic.seal()
                        .reencryption(failing, ReencryptionKillTest.COLUMNS)
                        .pageSize(PAGE_SIZE)
                        .run();
                assertThat(report.complete()).isTrue();
                assertThat(report.conflicts()).isZero();
                assertThat(report.reencrypted()).isEqualTo(patients.values());
                assertThat(report.retries()).isEqualTo(failed.get() - before);
            }
            assertThat(patients.digest()).isEqualTo(patients.expectedDigest());
            System.out.printf(
                    "Deadlocks of re-encryption: %,d injected at updates and commits of %d runs over %,d rows of 2 values"
                            + " each, as many transactions begun again; 0 lost, 0 written twice, 0 stale at the end%n",
                    failed.get(), rotations, ROWS);
        }
    }

    private static void meetOthers(int deadlocks) throws Exception {
        DataSource server = PostgresServer.dataSource();
        try (Clinic clinic = new Clinic();
                HikariDataSource pool = impatient(server);
                CrossingTransactions others = new CrossingTransactions(server, PAGE_SIZE, deadlocks)) {
            ManyPatients patients = new ManyPatients(clinic, server, ROWS);
            patients.rotate();
            DataSource crossed = new FailingDataSource(pool, method -> {
                if (method.equals(FailingDataSource.UPDATE)) {
                    others.cross();
                }
            });
            ReencryptionReport report = clinic.seal()
                    .reencryption(crossed, ReencryptionKillTest.COLUMNS)
                    .pageSize(PAGE_SIZE)
                    .run();
            assertThat(report.complete()).isTrue();
            assertThat(report.conflicts()).isZero();
            assertThat(report.reencrypted()).isEqualTo(patients.values());
            assertThat(report.retries()).isGreaterThanOrEqualTo(deadlocks);
            assertThat(patients.digest()).isEqualTo(patients.expectedDigest());
            System.out.printf(
                    "Deadlocks with another session: %,d lost by the run, which began %,d transactions again; %,d rows of 2"
                            + " values each: 0 lost, 0 written twice, 0 stale at the end%n",
                    deadlocks, report.retries(), ROWS);
        }
    }

    /** Its sessions look for a deadlock, and give way, before all others do. */
    private static HikariDataSource impatient(DataSource server) throws SQLException {
        HikariDataSource pool = new HikariDataSource();
        try (Connection connection = server.getConnection()) {
            pool.setJdbcUrl(connection.getMetaData().getURL());
        }
        pool.setUsername("postgres");
        pool.setConnectionInitSql("set deadlock_timeout = '50ms'");
        pool.setMaximumPoolSize(4);
        return pool;
    }
}
