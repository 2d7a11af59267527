package io.columnseal.internal.jdbc;

import io.columnseal.KeyStoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each piece of the key store's work in a transaction of its own, on a connection that it takes from one
 * DataSource and gives back as it was. Safe for use by many threads.
 */
public final class KeyStoreTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(KeyStoreTransactions.class);

    /** A database that does not answer must not hold the application's threads for ever. */
    private static final int STATEMENT_TIMEOUT_SECONDS = 30;

    /**
     * The time-out of a statement is kept by the server, or by a second connection: not where the network swallows what is
     * sent, and not for commit and rollback. Longer, so that the server's comes first.
     */
    private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(STATEMENT_TIMEOUT_SECONDS + 10);

    private static final int AS_IT_IS = -1;

    private final DataSource dataSource;
    private final Duration networkTimeout;

    public KeyStoreTransactions(DataSource dataSource) {
        this(dataSource, NETWORK_TIMEOUT);
    }

    /** @param networkTimeout how long the database may leave anything unanswered */
    KeyStoreTransactions(DataSource dataSource, Duration networkTimeout) {
        this.dataSource = dataSource;
        this.networkTimeout = networkTimeout;
    }

    /** Something to do on a connection. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    /** A statement of this library: with a time-out. */
    public static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(STATEMENT_TIMEOUT_SECONDS);
        return statement;
    }

    /**
     * Runs the work and commits; rolls back if it fails.
     *
     * @param operation what is being done, for errors: {@code read key 00f3…}
     * @throws KeyStoreException in place of every SQLException
     */
    public <T extends @Nullable Object> T run(String operation, Work<T> work) {
        try {
            return connected(connection -> inTransaction(connection, work, result -> true, () -> {}));
        } catch (SQLException e) {
            throw SqlFailures.typed(operation, e);
        }
    }

    /**
     * Runs the work and commits. If it returns false or a unique constraint refuses it, rolls back and returns false:
     * somebody else was first. Isolation is READ COMMITTED whatever the pool's default is, since a waiter must see what
     * the transaction that it waited for has committed.
     *
     * @throws KeyStoreException in place of every other SQLException
     */
    public boolean runUnlessTaken(String operation, Work<Boolean> work) {
        try {
            return connected(connection -> inReadCommitted(connection, work, done -> done));
        } catch (SQLException e) {
            if (SqlFailures.isDuplicate(e)) {
                return false;
            }
            throw SqlFailures.typed(operation, e);
        }
    }

    /**
     * Runs the work and commits; rolls back if it fails. Isolation is READ COMMITTED, as with {@link #runUnlessTaken}.
     *
     * @throws KeyStoreException in place of every SQLException
     */
    public <T extends @Nullable Object> T runCommitted(String operation, Work<T> work) {
        try {
            return connected(connection -> inReadCommitted(connection, work, result -> true));
        } catch (SQLException e) {
            throw SqlFailures.typed(operation, e);
        }
    }

    /** On a connection that no silence of the database holds for ever. */
    private <T extends @Nullable Object> T connected(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            int before = limitSilence(connection);
            try {
                return work.on(connection);
            } finally {
                if (before != AS_IT_IS) {
                    succeeds(() -> connection.setNetworkTimeout(Runnable::run, before));
                }
            }
        }
    }

    /** @return the network time-out to be put back */
    private int limitSilence(Connection connection) {
        try {
            int limit = Math.toIntExact(networkTimeout.toMillis());
            int before = connection.getNetworkTimeout();
            if (before > 0 && before <= limit) {
                return AS_IT_IS;
            }
            connection.setNetworkTimeout(Runnable::run, limit);
            return before;
        } catch (SQLException | UnsupportedOperationException | AbstractMethodError e) {
            LOG.debug("The driver of the key store has no network time-out: {}", e.getClass());
            return AS_IT_IS;
        }
    }

    private static <T extends @Nullable Object> T inReadCommitted(
            Connection connection, Work<T> work, Predicate<T> commits) throws SQLException {
        int isolation = connection.getTransactionIsolation();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        return inTransaction(connection, work, commits, () -> connection.setTransactionIsolation(isolation));
    }

    private static <T extends @Nullable Object> T inTransaction(
            Connection connection, Work<T> work, Predicate<T> commits, Step restoration) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        boolean ended = false;
        try {
            T result = work.on(connection);
            if (commits.test(result)) {
                connection.commit();
                ended = true;
            }
            return result;
        } finally {
            if (ended || succeeds(connection::rollback)) {
                succeeds(() -> connection.setAutoCommit(autoCommit));
                succeeds(restoration);
            } else {
                // Touched in any other way, it could commit what was to be undone: setAutoCommit(true) does by its
                // contract
                succeeds(() -> connection.abort(Runnable::run));
            }
        }
    }

    /** The outcome of the work stands by now: a connection that cannot be put back as it was is the pool's to discard. */
    private static boolean succeeds(Step step) {
        try {
            step.run();
            return true;
        } catch (SQLException e) {
            LOG.debug("A connection of the key store could not be restored", SqlFailures.wordless(e));
            return false;
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }
}
