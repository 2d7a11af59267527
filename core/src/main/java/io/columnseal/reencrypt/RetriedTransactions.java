package io.columnseal.reencrypt;

import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.SealedColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Short transactions, each on a connection of its own and repeated when it failed only because of what others did at
 * the same time (deadlock, serialization failure, time-out). Safe for use by many threads.
 */
final class RetriedTransactions {

    static final int MAX_ATTEMPTS = 12;

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final DataSource dataSource;
    private final Dialect dialect;
    private final AtomicLong repeated = new AtomicLong();

    RetriedTransactions(DataSource dataSource, Dialect dialect) {
        this.dataSource = dataSource;
        this.dialect = dialect;
    }

    /**
     * @param operation what is done, for the error: {@code read a page}
     * @throws ReencryptionException if it failed for another reason, or too often
     */
    <T> T run(String operation, SealedColumn column, Work<T> work) {
        return repeat(operation, column, this::runOnce, work);
    }

    /**
     * The same for work that writes, in READ COMMITTED whatever the pool's default is: in MariaDB's and MySQL's default,
     * REPEATABLE READ, an update locks every row that it looks at, all of them in a table without a key.
     */
    <T> T write(String operation, SealedColumn column, Work<T> work) {
        return repeat(operation, column, this::writeOnce, work);
    }

    /** How many transactions were begun again. */
    long repeated() {
        return repeated.get();
    }

    private <T> T repeat(String operation, SealedColumn column, Attempt<T> attempts, Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempts.run(work);
            } catch (SQLException e) {
                if (attempt == MAX_ATTEMPTS || !isTransient(e)) {
                    throw failure(operation, column, e);
                }
                repeated.incrementAndGet();
                pause(attempt);
            }
        }
    }

    private <T> T runOnce(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return inTransaction(connection, work, () -> {});
        }
    }

    private <T> T writeOnce(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            int isolation = connection.getTransactionIsolation();
            if (isolation == Connection.TRANSACTION_READ_COMMITTED) {
                return inTransaction(connection, work, () -> {});
            }
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            return inTransaction(connection, work, () -> connection.setTransactionIsolation(isolation));
        }
    }

    private <T> T inTransaction(Connection connection, Work<T> work, Step restoration) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            dialect.begin(connection);
            T result = work.run(connection);
            connection.commit();
            committed = true;
            return result;
        } finally {
            if (committed || rolledBack(connection)) {
                restore(() -> connection.setAutoCommit(autoCommit));
                restore(restoration);
            }
        }
    }

    /** A batch hides the error that stopped it behind one of its own. */
    private boolean isTransient(SQLException error) {
        for (SQLException e = error; e != null; e = e.getNextException()) {
            if (dialect.isTransient(e)) {
                return true;
            }
        }
        return false;
    }

    /** Full jitter, so that two runs which met once do not meet again. */
    private static void pause(int attempt) {
        long limit = Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << attempt);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(limit));
    }

    private static ReencryptionException failure(String operation, SealedColumn column, SQLException e) {
        SQLException root = e;
        while (root.getNextException() != null) {
            root = root.getNextException();
        }
        return new ReencryptionException(
                operation, column.table(), column.column(), root.getSQLState(), root.getErrorCode());
    }

    private static boolean rolledBack(Connection connection) {
        try {
            connection.rollback();
            return true;
        } catch (SQLException e) {
            // The work's own error is the one to tell
            abort(connection);
            return false;
        }
    }

    /** The transaction may still be open, and whatever is done with the connection next could commit it. */
    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // A broken connection: its pool will notice, and the database ends what it left open
        }
    }

    private static void restore(Step step) {
        try {
            step.run();
        } catch (SQLException e) {
            // A broken connection: its pool will notice, and the transaction has already ended
        }
    }

    /** What is done in a transaction; may be done several times. */
    @FunctionalInterface
    interface Work<T> {

        T run(Connection connection) throws SQLException;
    }

    /** Runs work once, in its own way. */
    @FunctionalInterface
    private interface Attempt<T> {

        T run(Work<T> work) throws SQLException;
    }

    @FunctionalInterface
    private interface Step {

        void run() throws SQLException;
    }
}
