package io.columnseal.internal.jdbc;

import io.columnseal.KeyStoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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

    private final DataSource dataSource;

    public KeyStoreTransactions(DataSource dataSource) {
        this.dataSource = dataSource;
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
        try (Connection connection = dataSource.getConnection()) {
            return inTransaction(connection, work, result -> true, () -> {});
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
        try (Connection connection = dataSource.getConnection()) {
            int isolation = connection.getTransactionIsolation();
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            return inTransaction(connection, work, done -> done, () -> connection.setTransactionIsolation(isolation));
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
        try (Connection connection = dataSource.getConnection()) {
            int isolation = connection.getTransactionIsolation();
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            return inTransaction(connection, work, result -> true, () -> connection.setTransactionIsolation(isolation));
        } catch (SQLException e) {
            throw SqlFailures.typed(operation, e);
        }
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
