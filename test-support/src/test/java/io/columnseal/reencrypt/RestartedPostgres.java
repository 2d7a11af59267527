package io.columnseal.reencrypt;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/** A PostgreSQL that is shut down, or crashes, and comes back at the same port with what it had committed. */
final class RestartedPostgres implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path data;
    private EmbeddedPostgres server;

    /** @param data an empty directory */
    RestartedPostgres(Path data) throws IOException {
        this.data = data;
        this.server = settings().start();
    }

    private EmbeddedPostgres.Builder settings() {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                // What was committed has to survive a crash
                .setServerConfig("synchronous_commit", "on");
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** Ends all sessions, stops and starts again. */
    void shutDownAndStart() throws IOException {
        int port = server.getPort();
        server.close();
        server = settings().setPort(port).start();
    }

    /** Kills a process of the server with SIGKILL: all others end at once, and it recovers from its log. */
    void crash() throws SQLException {
        try (Connection witness = connect();
                Connection victim = connect()) {
            ProcessHandle.of(backend(victim)).orElseThrow().destroyForcibly();
            await(() -> !witness.isValid(1));
        }
        await(this::answers);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    private static long backend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Not while it recovers. */
    private boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static void await(Condition condition) throws SQLException {
        Instant giveUpAt = Instant.now().plus(PATIENCE);
        while (!condition.holds()) {
            if (Instant.now().isAfter(giveUpAt)) {
                throw new IllegalStateException("PostgreSQL did not come back");
            }
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws SQLException;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
