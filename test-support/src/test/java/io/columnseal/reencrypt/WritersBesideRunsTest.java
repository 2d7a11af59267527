package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.Clinic.SOUTH;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.test.PostgresServer;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application writes, with all its threads, to the rows that one run after the other is moving, on PostgreSQL. */
class WritersBesideRunsTest {

    private static final int WRITERS = 16;
    private static final int LEAST_RUNS = 3;

    @Test
    @Timeout(300)
    void everyRowHoldsItsLastWrite() throws Exception {
        writeBesideRuns(4_000, 10_000);
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void everyRowHoldsItsLastWriteOfAMillion() throws Exception {
        writeBesideRuns(50_000, Integer.getInteger("reencryption.writes", 1_000_000));
    }

    private static void writeBesideRuns(int rows, int writes) throws Exception {
        try (HikariDataSource pool = pool();
                Clinic clinic = new Clinic()) {
            ManyPatients patients = new ManyPatients(clinic, pool, rows);
            ClinicTables tables = new ClinicTables(pool);
            int runs = 0;
            long moved = 0;
            long conflicts = 0;
            int written;
            try (RandomWriters writers = new RandomWriters(clinic, tables, rows, WRITERS)) {
                while (writers.writes() < writes || runs < LEAST_RUNS) {
                    clinic.rotate(NORTH);
                    clinic.rotate(SOUTH);
                    ReencryptionReport report = clinic.seal()
                            .reencryption(pool, List.of(SSN))
                            .pageSize(200)
                            .backOff(false)
                            .run();
                    assertThat(report.undecryptableRows()).isZero();
                    moved += report.reencrypted();
                    conflicts += report.conflicts();
                    runs++;
                }
                writers.stop();
                written = writers.writes();
                assertLastWrites(clinic, tables, writers, rows);
            }
            assertThat(clinic.seal().reencryption(pool, List.of(SSN)).run().complete())
                    .isTrue();
            System.out.printf(
                    "Writers beside re-encryption: %d threads made %,d writes to %,d rows beside %,d runs, which moved %,d"
                            + " values and found %,d written meanwhile; every row holds its last write, 0 stale at the end%n",
                    WRITERS, written, patients.rows(), runs, moved, conflicts);
            assertThat(conflicts).isPositive();
        }
    }

    private static void assertLastWrites(Clinic clinic, ClinicTables tables, RandomWriters writers, int rows) {
        List<Object[]> stored = tables.query("select id, ssn from patient order by id");
        assertThat(stored).hasSize(rows);
        for (Object[] row : stored) {
            long id = (Long) row[0];
            assertThat(clinic.open(SSN, ManyPatients.tenant(id), row[1]))
                    .isEqualTo(writers.lastWrite((int) id, ManyPatients.ssn(id)));
        }
    }

    /** A connection for each writer and for each thread of the run. */
    private static HikariDataSource pool() throws Exception {
        DataSource server = PostgresServer.dataSource();
        HikariDataSource pool = new HikariDataSource();
        try (Connection connection = server.getConnection()) {
            pool.setJdbcUrl(connection.getMetaData().getURL());
        }
        pool.setUsername("postgres");
        pool.setMaximumPoolSize(WRITERS + 4);
        return pool;
    }
}
