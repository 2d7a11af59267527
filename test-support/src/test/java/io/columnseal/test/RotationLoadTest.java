package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.cipher.SealedValue;
import io.columnseal.cipher.Suite;
import io.columnseal.key.KeyId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A key is rotated while three JVMs write, on PostgreSQL. */
class RotationLoadTest {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final int NODES = 3;

    /** Long enough for the rotation, and for twice the announced staleness after it. */
    private static final Duration LOAD = Duration.ofSeconds(18);

    private final DataSource dataSource = PostgresServer.dataSource();
    private final String prefix = JdbcStores.newPrefix();

    @Test
    @Tag("long")
    @Timeout(300)
    void everyValueOpensAndNoneIsSealedUnderTheOldKeyAfterTheAnnouncedStaleness() throws Exception {
        int writes = 10_002;
        update("create table " + prefix
                + "load (id bigserial primary key, node int, sealed_at bigint, value bytea not null)");
        List<Process> nodes = new ArrayList<>();
        try (ColumnSeal seal = RotationLoadNode.seal(MASTER_KEY, JdbcStores.empty(dataSource, prefix))) {
            KeyId old = seal.keys().initialize("clinic-1", "j.doe").id();
            for (int node = 0; node < NODES; node++) {
                nodes.add(start(node, writes / NODES));
            }
            List<BufferedReader> answers = nodes.stream()
                    .map(node ->
                            new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8)))
                    .toList();
            for (BufferedReader answer : answers) {
                lineThatBegins(RotationLoadNode.READY, answer);
            }
            for (Process node : nodes) {
                node.getOutputStream().write('\n');
                node.getOutputStream().flush();
            }
            await(writes / 6);

            long rotatedAt = System.currentTimeMillis();
            KeyId replacing =
                    seal.keys().rotate("clinic-1", "j.doe", "under load").id();
            Duration staleness = seal.keys().staleness();

            long opened = 0;
            long failed = 0;
            for (BufferedReader answer : answers) {
                String[] counts =
                        lineThatBegins(RotationLoadNode.OPENED, answer).split(" ");
                opened += Long.parseLong(counts[1]);
                failed += Long.parseLong(counts[2]);
            }
            Written written = read(seal, old, replacing, rotatedAt);
            System.out.printf(
                    "Rotation under load: %,d writes of %d JVMs, %,d under the new key, %,d under the old one after the"
                            + " rotation, the last of them after %,d ms (announced: %,d ms); %,d opened by another JVM at"
                            + " once, %d unreadable%n",
                    written.values,
                    NODES,
                    written.underNew,
                    written.underOldAfter,
                    written.lastOldAfterMillis,
                    staleness.toMillis(),
                    opened,
                    failed + written.unreadable);
            assertThat(written.values).isEqualTo(writes);
            assertThat(failed + written.unreadable).isZero();
            assertThat(opened).isGreaterThan(writes / NODES / 2);
            assertThat(written.underNew).isGreaterThan(writes / 4);
            assertThat(written.lastOldAfterMillis).isLessThanOrEqualTo(staleness.toMillis());
            assertThat(written.lastAfterMillis)
                    .as("there are writes after the announced time")
                    .isGreaterThan(staleness.toMillis());
        } finally {
            nodes.forEach(Process::destroyForcibly);
        }
    }

    private record Written(
            int values,
            int underNew,
            int underOldAfter,
            long lastOldAfterMillis,
            long lastAfterMillis,
            int unreadable) {}

    private Written read(ColumnSeal seal, KeyId old, KeyId replacing, long rotatedAt) throws SQLException {
        byte[] oldPrefix = SealedValue.prefix(Suite.AES_256_GCM, old);
        byte[] newPrefix = SealedValue.prefix(Suite.AES_256_GCM, replacing);
        int values = 0;
        int underNew = 0;
        int underOldAfter = 0;
        long lastOld = 0;
        long last = 0;
        int unreadable = 0;
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select sealed_at, value from " + prefix + "load")) {
            while (rows.next()) {
                long after = rows.getLong(1) - rotatedAt;
                byte[] value = rows.getBytes(2);
                byte[] header = Arrays.copyOf(value, oldPrefix.length);
                values++;
                last = Math.max(last, after);
                underNew += Arrays.equals(header, newPrefix) ? 1 : 0;
                if (Arrays.equals(header, oldPrefix)) {
                    lastOld = Math.max(lastOld, after);
                    underOldAfter += after > 0 ? 1 : 0;
                }
                boolean opens =
                        Arrays.equals(seal.fields().decrypt(RotationLoadNode.SSN, value), RotationLoadNode.PLAINTEXT);
                unreadable += opens ? 0 : 1;
            }
        }
        return new Written(values, underNew, underOldAfter, lastOld, last, unreadable);
    }

    private Process start(int node, int writes) throws IOException, SQLException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RotationLoadNode.class.getName(),
                        url(),
                        prefix,
                        MASTER_KEY,
                        String.valueOf(node),
                        String.valueOf(writes),
                        String.valueOf(LOAD.toNanos() / writes))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String lineThatBegins(String begin, BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith(begin)) {
            line = lines.readLine();
        }
        assertThat(line).as("a node goes on to the end").isNotNull();
        return line;
    }

    private void await(int values) throws SQLException {
        while (count() < values) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private long count() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + prefix + "load")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void update(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private String url() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getURL();
        }
    }
}
