package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.Clinic.SOUTH;
import static io.columnseal.reencrypt.ClinicTables.CITY;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.reencrypt.ReencryptionRun.State;
import io.columnseal.test.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three JVMs share a run on one PostgreSQL; some get SIGKILL in the midst of it. */
class ClusterKillTest {

    private static final String PREFIX = "cluster_";
    private static final String RUN = "shared";
    private static final int NODES = 3;
    private static final int PAGE_SIZE = 10;

    /** Values of the pages that a node has under way: so many may be sealed in vain if it dies or sleeps. */
    private static final int VALUES_UNDER_WAY = 2 * PAGE_SIZE * 4;

    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final int[] NOTHING = {0, 0, 0};

    private final Random random = new Random(1);

    @Test
    @Timeout(60)
    void losesNothingWhenOneOfThreeNodesIsKilled() throws Exception {
        shareAndKill(3_000, 500, kill -> kill == 0 ? Duration.ZERO : null);
    }

    @Test
    @Tag("long")
    @Timeout(900)
    void losesNothingWhenANodeIsKilledAgainAndAgain() throws Exception {
        shareAndKill(60_000, 300, kill -> Duration.ofSeconds(2));
    }

    /** The part in the run that test and nodes have in common. */
    static Reencryption run(Clinic clinic, DataSource dataSource, RunStore runs) {
        return clinic.seal()
                .reencryption(dataSource, List.of(SSN, CITY))
                .rememberedIn(runs, RUN)
                .by("test", "kills")
                .pageSize(PAGE_SIZE);
    }

    /** When to kill a node, after the kill before it; null for never. */
    @FunctionalInterface
    private interface KillPlan {
        Duration pauseBefore(int kill);
    }

    private void shareAndKill(int rows, int rowsPerSecond, KillPlan plan) throws Exception {
        DataSource server = PostgresServer.dataSource();
        JdbcDataKeyStore keys =
                JdbcDataKeyStore.on(server).withTablePrefix(PREFIX).createSchema();
        RunStore runs = JdbcRunStore.on(server).withTablePrefix(PREFIX);
        ClinicTables tables = new ClinicTables(server);
        tables.createPatients("bytea", "text");
        try (Clinic clinic = new Clinic(keys)) {
            insert(clinic, tables, rows);
            clinic.rotate(NORTH);
            clinic.rotate(SOUTH);
            run(clinic, server, runs).begin();
            Cluster cluster = new Cluster(url(server), rowsPerSecond);
            int kills = cluster.runToTheEnd(plan);

            assertThat(runs.find(RUN)).get().extracting(ReencryptionRun::state).isEqualTo(State.FINISHED);
            assertThat(movedValues(clinic, tables, rows)).isEqualTo(2L * rows);
            int uncounted = 2 * rows - cluster.moved;
            System.out.println("Cluster of " + NODES + " nodes: " + kills + " kills, " + rows
                    + " rows of 2 values each, 0 lost, 0 unreadable, 0 stale at the end; values moved by each node that"
                    + " came to the end " + cluster.shares + ", by those killed " + uncounted + "; sealed in vain "
                    + cluster.conflicts);
            assertThat(kills).isPositive();
            assertThat(cluster.conflicts).as("done twice").isLessThanOrEqualTo(kills * VALUES_UNDER_WAY);
            assertThat(cluster.read).as("nobody reads what another has").isEqualTo(cluster.moved + cluster.conflicts);
            assertThat(uncounted).as("moved by the killed ones").isPositive();
            // Those that come to the end came late where one was killed every other second
            if (kills == 1) {
                assertThat(cluster.shares.stream().filter(share -> share > 0))
                        .as("the others share the rest")
                        .hasSizeGreaterThanOrEqualTo(NODES - 1);
            }
        }
    }

    /** Every value is what it was; returns how many are under their tenant's active key. */
    private static long movedValues(Clinic clinic, ClinicTables tables, int rows) {
        List<Object[]> stored = tables.query("select id, ssn, city from patient order by id");
        assertThat(stored).hasSize(rows);
        long moved = 0;
        for (Object[] row : stored) {
            int id = ((Number) row[0]).intValue();
            assertThat(clinic.open(SSN, tenant(id), row[1])).isEqualTo("ssn " + id);
            assertThat(clinic.open(CITY, tenant(id), row[2])).isEqualTo("city " + id);
            moved += Clinic.keyOf(row[1]).equals(clinic.activeKey(tenant(id))) ? 1 : 0;
            moved += Clinic.keyOf(row[2]).equals(clinic.activeKey(tenant(id))) ? 1 : 0;
        }
        return moved;
    }

    private static void insert(Clinic clinic, ClinicTables tables, int rows) {
        List<Object[]> batch = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            batch.add(new Object[] {
                (long) i, clinic.seal(SSN, tenant(i), "ssn " + i), clinic.seal(CITY, tenant(i), "city " + i)
            });
        }
        tables.insert("insert into patient (id, ssn, city) values (?, ?, ?)", batch);
    }

    private static String tenant(int id) {
        return id % 2 == 0 ? NORTH : SOUTH;
    }

    private static String url(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getURL();
        }
    }

    /** Three nodes; in place of one that is killed another comes. */
    private final class Cluster {

        private final String url;
        private final int rowsPerSecond;
        private final List<Node> nodes = new ArrayList<>();
        private final List<Integer> shares = new ArrayList<>();
        private int read;
        private int moved;
        private int conflicts;

        Cluster(String url, int rowsPerSecond) {
            this.url = url;
            this.rowsPerSecond = rowsPerSecond;
        }

        int runToTheEnd(KillPlan plan) throws Exception {
            try {
                for (int i = 0; i < NODES; i++) {
                    nodes.add(new Node(url, rowsPerSecond));
                }
                int kills = 0;
                while (plan.pauseBefore(kills) != null && !hasEnded(plan.pauseBefore(kills))) {
                    Node victim = nodes.remove(random.nextInt(NODES));
                    if (victim.isAtWork()) {
                        kills++;
                    }
                    victim.process.destroyForcibly().waitFor();
                    if (plan.pauseBefore(kills) != null) {
                        nodes.add(new Node(url, rowsPerSecond));
                    }
                }
                for (Node node : nodes) {
                    count(node.result.get());
                }
                return kills;
            } finally {
                nodes.forEach(node -> node.process.destroyForcibly());
            }
        }

        private void count(int[] result) {
            read += result[0];
            moved += result[1];
            conflicts += result[2];
            shares.add(result[1]);
        }

        /** Waits for so long; true as soon as a node has come to the end. */
        private boolean hasEnded(Duration pause) throws Exception {
            CompletableFuture<?> any = CompletableFuture.anyOf(
                    nodes.stream().map(node -> node.result).toArray(CompletableFuture[]::new));
            try {
                any.get(pause.toMillis(), TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException e) {
                return false;
            }
        }
    }

    private static final class Node {

        private final Process process;
        private final CountDownLatch atWork = new CountDownLatch(3);
        private final CompletableFuture<int[]> result;

        Node(String url, int rowsPerSecond) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ClusterNode.class.getName(),
                            url,
                            PREFIX,
                            String.valueOf(rowsPerSecond),
                            String.valueOf(LEASE.toMillis()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            result = CompletableFuture.supplyAsync(this::follow);
        }

        /** Reads what the process says until it ends. */
        private int[] follow() {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            int[] figures = NOTHING;
            try {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.equals(ClusterNode.PAGE)) {
                        atWork.countDown();
                    } else if (line.startsWith(ClusterNode.END + " ")) {
                        String[] words = line.split(" ");
                        figures = new int[] {
                            Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3])
                        };
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return figures;
        }

        /** Waits until it has moved some pages; false if it ended instead. */
        boolean isAtWork() throws InterruptedException, ExecutionException, TimeoutException {
            while (!atWork.await(50, TimeUnit.MILLISECONDS)) {
                if (result.isDone()) {
                    return false;
                }
            }
            return true;
        }
    }
}
