package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.Clinic.SOUTH;
import static io.columnseal.reencrypt.ClinicTables.CITY;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.test.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The process of a run is killed with SIGKILL at named points, on PostgreSQL; the run goes on where it was. */
class ReencryptionKillTest {

    private static final List<String> FAILPOINTS = List.of(
            "census",
            "read",
            "update",
            "before-commit",
            "after-commit",
            "journal-update",
            "journal-before-commit",
            "journal-after-commit");
    private static final int ROWS_AT_ONCE = 50_000;
    private static final int MOST_MILLIS_BEFORE_A_KILL = 3_000;
    private static final String PREFIX = "killed_";
    private static final String RUN = "killed";

    private final Random random = new Random(1);

    @Test
    @Timeout(900)
    void losesNothingWhereverItIsKilled() throws Exception {
        killEverywhere(400, 8, 2);
    }

    @Test
    @Tag("long")
    @Timeout(900)
    void losesNothingWhereverItIsKilledTenTimes() throws Exception {
        killEverywhere(1_600, 8, 10);
    }

    @Test
    @Tag("long")
    @Timeout(7200)
    void losesNothingOfALargeTableWhereverItIsKilled() throws Exception {
        killEverywhere(100_000, 100, 25);
    }

    /** As many as are published: {@code -Dreencryption.rows=1000000 -Dreencryption.kills=200}. */
    @Test
    @Tag("long")
    @Timeout(36_000)
    void losesNothingWhereverItIsKilledAtAnyMoment() throws Exception {
        killAtAnyMoment(
                Integer.getInteger("reencryption.rows", 50_000), 100, Integer.getInteger("reencryption.kills", 40));
    }

    /** Goes on with the run of this test. */
    static Reencryption run(Clinic clinic, DataSource dataSource, RunStore runs, int pageSize) {
        return clinic.seal()
                .reencryption(dataSource, List.of(SSN, CITY))
                .rememberedIn(runs, RUN)
                .timing(RunTime.SYSTEM, Duration.ZERO)
                .pageSize(pageSize);
    }

    private void killEverywhere(int rows, int pageSize, int kills) throws Exception {
        DataSource server = PostgresServer.dataSource();
        JdbcDataKeyStore keys =
                JdbcDataKeyStore.on(server).withTablePrefix(PREFIX).createSchema();
        JdbcRunStore runs = JdbcRunStore.on(server).withTablePrefix(PREFIX);
        ClinicTables tables = new ClinicTables(server);
        tables.createPatients("bytea", "text");
        try (Clinic clinic = new Clinic(keys)) {
            insert(clinic, tables, rows);
            int killed = 0;
            for (String failpoint : FAILPOINTS) {
                clinic.rotate(NORTH);
                clinic.rotate(SOUTH);
                long moved = 0;
                for (int i = 0; i < kills; i++) {
                    kill(server, pageSize, failpoint, 1 + random.nextInt(timesReached(failpoint)));
                    killed++;
                    long movedNow = checkAll(clinic, tables, rows);
                    assertThat(movedNow).as(failpoint).isGreaterThanOrEqualTo(moved);
                    moved = movedNow;
                }
                ReencryptionReport report = run(clinic, server, runs, pageSize).run();
                assertThat(report.complete()).as(failpoint).isTrue();
                assertThat(report.conflicts()).as(failpoint).isZero();
                assertThat(report.reencrypted())
                        .as("values that were moved are not moved again")
                        .isEqualTo(2L * rows - moved);
                assertThat(checkAll(clinic, tables, rows)).isEqualTo(2L * rows);
            }
            System.out.println("Kills of re-encryption: " + killed + " at " + FAILPOINTS.size() + " failpoints, " + rows
                    + " rows of 2 values each, 0 lost, 0 unreadable, 0 stale at the end");
            assertThat(killed).isEqualTo(FAILPOINTS.size() * kills);
        }
    }

    private void killAtAnyMoment(int rows, int pageSize, int kills) throws Exception {
        DataSource server = PostgresServer.dataSource();
        JdbcDataKeyStore keys =
                JdbcDataKeyStore.on(server).withTablePrefix(PREFIX).createSchema();
        JdbcRunStore runs = JdbcRunStore.on(server).withTablePrefix(PREFIX);
        ClinicTables tables = new ClinicTables(server);
        tables.createPatients("bytea", "text");
        try (Clinic clinic = new Clinic(keys)) {
            insert(clinic, tables, rows);
            long moved = 2L * rows;
            int rotations = 0;
            int midway = 0;
            for (int i = 0; i < kills; i++) {
                if (moved == 2L * rows) {
                    run(clinic, server, runs, pageSize).run();
                    clinic.rotate(NORTH);
                    clinic.rotate(SOUTH);
                    rotations++;
                    moved = 0;
                }
                kill(server, pageSize, KilledRun.ANYWHERE, 1);
                long movedNow = checkAll(clinic, tables, rows);
                assertThat(movedNow).isGreaterThanOrEqualTo(moved);
                moved = movedNow;
                midway += moved > 0 && moved < 2L * rows ? 1 : 0;
            }
            ReencryptionReport report = run(clinic, server, runs, pageSize).run();
            assertThat(report.complete()).isTrue();
            assertThat(report.conflicts()).isZero();
            assertThat(report.reencrypted())
                    .as("values that were moved are not moved again")
                    .isEqualTo(2L * rows - moved);
            assertThat(checkAll(clinic, tables, rows)).isEqualTo(2L * rows);
            System.out.println("Kills of re-encryption: " + kills + " at any moment, " + midway
                    + " of them with some values moved, " + rotations + " rotations, " + rows
                    + " rows of 2 values each, 0 lost, 0 unreadable, 0 stale at the end");
            assertThat(midway).isPositive();
        }
    }

    /** A run counts at its beginning and at its end; all else it does more often. */
    private static int timesReached(String failpoint) {
        return failpoint.equals("census") ? 2 : 4;
    }

    /** Every value is what it was; returns how many are under their tenant's active key. */
    private static long checkAll(Clinic clinic, ClinicTables tables, int rows) {
        long moved = 0;
        for (int from = 0; from < rows; from += ROWS_AT_ONCE) {
            int to = Math.min(rows, from + ROWS_AT_ONCE);
            List<Object[]> stored = tables.query(
                    "select id, ssn, city from patient where id >= ? and id < ? order by id", (long) from, (long) to);
            assertThat(stored).hasSize(to - from);
            moved += check(clinic, stored);
        }
        return moved;
    }

    private static long check(Clinic clinic, List<Object[]> stored) {
        KeyId north = clinic.activeKey(NORTH);
        KeyId south = clinic.activeKey(SOUTH);
        long moved = 0;
        for (Object[] row : stored) {
            int id = ((Number) row[0]).intValue();
            String tenant = tenant(id);
            KeyId active = tenant.equals(NORTH) ? north : south;
            assertThat(clinic.open(SSN, tenant, row[1])).isEqualTo("ssn " + id);
            assertThat(clinic.open(CITY, tenant, row[2])).isEqualTo("city " + id);
            moved += Clinic.keyOf(row[1]).equals(active) ? 1 : 0;
            moved += Clinic.keyOf(row[2]).equals(active) ? 1 : 0;
        }
        return moved;
    }

    private static void insert(Clinic clinic, ClinicTables tables, int rows) {
        List<Object[]> batch = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            batch.add(new Object[] {
                (long) i, clinic.seal(SSN, tenant(i), "ssn " + i), clinic.seal(CITY, tenant(i), "city " + i)
            });
            if (batch.size() == 10_000 || i == rows - 1) {
                tables.insert("insert into patient (id, ssn, city) values (?, ?, ?)", batch);
                batch.clear();
            }
        }
    }

    private static String tenant(int id) {
        return id % 2 == 0 ? NORTH : SOUTH;
    }

    private void kill(DataSource server, int pageSize, String failpoint, int times) throws Exception {
        Duration afterwards = failpoint.equals(KilledRun.ANYWHERE)
                ? Duration.ofMillis(random.nextInt(MOST_MILLIS_BEFORE_A_KILL))
                : Duration.ZERO;
        KilledRun.kill(KilledRun.Work.REENCRYPTION, server, PREFIX, pageSize, failpoint, times, afterwards);
    }
}
