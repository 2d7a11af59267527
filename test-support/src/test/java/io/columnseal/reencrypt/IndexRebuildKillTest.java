package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.Clinic.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.Storage;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.index.IndexContext;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.test.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process of a rebuild is killed with SIGKILL at named points, on PostgreSQL; one that runs again makes up the rest. */
class IndexRebuildKillTest {

    private static final List<String> FAILPOINTS = List.of("census", "read", "update", "before-commit", "after-commit");
    private static final String PREFIX = "rebuild_";
    private static final SealedColumn SSN = column("ssn");
    private static final SealedColumn CITY = column("city");

    @TempDir
    Path directory;

    private final Random random = new Random(1);

    @Test
    @Timeout(300)
    void findsEveryRowWhereverItIsKilled() throws Exception {
        killEverywhere(200, 8, 1);
    }

    @Test
    @Tag("long")
    @Timeout(1800)
    void findsEveryRowWhereverItIsKilledTenTimes() throws Exception {
        killEverywhere(20_000, 100, 10);
    }

    /** Goes on with the rebuild of this test. */
    static IndexRebuild rebuild(Clinic clinic, DataSource dataSource, int pageSize) {
        return clinic.seal()
                .indexRebuild(dataSource, new ColumnCatalogue("clinic", List.of(SSN, CITY)), (column, index, value) ->
                        new byte[][] {value.clone()})
                .everyValue()
                .pageSize(pageSize);
    }

    private void killEverywhere(int rows, int pageSize, int kills) throws Exception {
        DataSource server = PostgresServer.dataSource();
        JdbcDataKeyStore keys =
                JdbcDataKeyStore.on(server).withTablePrefix(PREFIX).createSchema();
        ClinicTables tables = new ClinicTables(server);
        try (Clinic clinic = new Clinic(keys)) {
            insert(clinic, tables, rows);
            for (String failpoint : FAILPOINTS) {
                // Rows that are older than their index, and rows that were changed without it
                tables.update("update resident set ssn_bidx = null, city_bidx = other_bidx");
                long right = 0;
                for (int i = 0; i < kills; i++) {
                    // A column is counted at its beginning and at its end; all else is done more often
                    int times = 1 + random.nextInt(failpoint.equals("census") ? 2 : 4);
                    kill(ReencryptionKillTest.url(server), pageSize, failpoint, times);
                    long rightNow = countRight(clinic, tables, rows);
                    assertThat(rightNow).as(failpoint).isGreaterThanOrEqualTo(right);
                    right = rightNow;
                }

                IndexRebuildReport report = rebuild(clinic, server, pageSize).run();

                assertThat(report.complete()).as(failpoint).isTrue();
                assertThat(report.conflicts()).as(failpoint).isZero();
                assertThat(report.written())
                        .as("what is right is not written again")
                        .isEqualTo(2L * rows - right);
                assertThat(countRight(clinic, tables, rows)).isEqualTo(2L * rows);
                for (int id = 0; id < rows; id++) {
                    assertThat(find(clinic, tables, SSN, id)).containsExactly((long) id);
                    assertThat(find(clinic, tables, CITY, id)).containsExactly((long) id);
                }
            }
            System.out.println("Kills of index rebuilds: " + FAILPOINTS.size() * kills + " at " + FAILPOINTS.size()
                    + " failpoints, " + rows
                    + " rows of 2 indexes each, 0 not found, 0 found by another value at the end");
        }
    }

    private void kill(String url, int pageSize, String failpoint, int times) throws Exception {
        try (KillableRun run = new KillableRun(
                KilledRun.Work.INDEX_REBUILD, url, PREFIX, pageSize, failpoint, times, directory.resolve("seals"))) {
            assertThat(run.beginsAndComesToItsFailpoint())
                    .as("%s, time %d", failpoint, times)
                    .isTrue();
            run.kill();
        }
    }

    private static void insert(Clinic clinic, ClinicTables tables, int rows) {
        tables.update("drop table if exists resident");
        tables.update("create table resident (id bigint primary key, ssn bytea, ssn_bidx bytea, city bytea,"
                + " city_bidx bytea, other_bidx bytea)");
        List<Object[]> batch = new ArrayList<>();
        for (int id = 0; id < rows; id++) {
            batch.add(new Object[] {
                (long) id,
                clinic.seal(SSN, tenant(id), value(SSN, id)),
                clinic.seal(CITY, tenant(id), value(CITY, id)),
                indexValue(clinic, CITY, id + 2)
            });
        }
        tables.insert("insert into resident (id, ssn, city, other_bidx) values (?, ?, ?, ?)", batch);
    }

    /** Index values that are those of the values beside them. */
    private static long countRight(Clinic clinic, ClinicTables tables, int rows) {
        List<Object[]> stored = tables.query("select id, ssn_bidx, city_bidx from resident order by id");
        assertThat(stored).hasSize(rows);
        long right = 0;
        for (Object[] row : stored) {
            int id = ((Number) row[0]).intValue();
            right += Arrays.equals((byte[]) row[1], indexValue(clinic, SSN, id)) ? 1 : 0;
            right += Arrays.equals((byte[]) row[2], indexValue(clinic, CITY, id)) ? 1 : 0;
        }
        return right;
    }

    private static List<Long> find(Clinic clinic, ClinicTables tables, SealedColumn column, int id) {
        List<byte[]> sought = clinic.seal().indexes().lookupValues(context(column, id), normalForm(column, id));
        return tables
                .query(
                        "select id from resident where " + column.column() + "_bidx in (?, ?)",
                        sought.get(0),
                        sought.get(1))
                .stream()
                .map(row -> ((Number) row[0]).longValue())
                .toList();
    }

    private static byte[] indexValue(Clinic clinic, SealedColumn column, int id) {
        return clinic.seal().indexes().indexValue(context(column, id), normalForm(column, id));
    }

    private static IndexContext context(SealedColumn column, int id) {
        IndexColumn index = column.indexes().get(0);
        return new IndexContext(tenant(id), column.context(), index.name(), index.fingerprint(), index.bits());
    }

    private static byte[] normalForm(SealedColumn column, int id) {
        return value(column, id).getBytes(StandardCharsets.UTF_8);
    }

    private static String value(SealedColumn column, int id) {
        return column.column() + " " + id;
    }

    private static String tenant(int id) {
        return id % 2 == 0 ? NORTH : SOUTH;
    }

    private static SealedColumn column(String name) {
        return new SealedColumn(
                "resident",
                name,
                "resident",
                List.of("id"),
                name,
                "resident." + name,
                "phi",
                "text",
                Storage.BINARY,
                1,
                false,
                List.of(new IndexColumn("", name + "_bidx", "", 128)));
    }
}
