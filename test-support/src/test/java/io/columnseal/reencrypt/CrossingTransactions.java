package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/**
 * Another user's transactions, which lock the rows of a page the other way round: the last one, then, when the run has the
 * first one and waits, that one. For a run with one thread that writes.
 */
final class CrossingTransactions implements AutoCloseable {

    /** So many in a row a page lives through; a run gives up after a dozen. */
    private static final int FOR_EACH_PAGE = 3;

    private final Connection session;
    private final Connection observer;
    private final int pageSize;
    private final int wanted;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private int met;
    private long page = -1;
    private int ofPage;

    CrossingTransactions(DataSource server, int pageSize, int wanted) throws SQLException {
        this.session = server.getConnection();
        this.observer = server.getConnection();
        this.pageSize = pageSize;
        this.wanted = wanted;
    }

    /** Called before each attempt to write a page: crosses its locks, unless there were enough. */
    void cross() throws SQLException {
        last.join();
        if (met >= wanted) {
            return;
        }
        List<Long> ids = unmoved();
        ofPage = ids.get(0) == page ? ofPage + 1 : 1;
        page = ids.get(0);
        if (ofPage > FOR_EACH_PAGE) {
            return;
        }
        met++;
        session.setAutoCommit(false);
        lock(ids.get(ids.size() - 1));
        long process = number("select pg_backend_pid()", session);
        last = CompletableFuture.runAsync(
                () -> {
                    try {
                        while (number(
                                        "select count(*) from pg_stat_activity where " + process
                                                + " = any (pg_blocking_pids(pid))",
                                        observer)
                                == 0) {
                            Thread.onSpinWait();
                        }
                        lock(ids.get(0));
                        session.rollback();
                        session.setAutoCommit(true);
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                },
                thread);
    }

    /** The rows of the page that is to be written: those before have moved. */
    private List<Long> unmoved() throws SQLException {
        try (PreparedStatement statement = observer.prepareStatement("select id from patient where"
                        + " substring(ssn from 1 for 9) in (select substring(ssn from 1 for 9) from patient where id >= ("
                        + "select max(id) - 1 from patient)) order by id limit " + pageSize);
                ResultSet row = statement.executeQuery()) {
            List<Long> ids = new ArrayList<>();
            while (row.next()) {
                ids.add(row.getLong(1));
            }
            return ids;
        }
    }

    private void lock(long id) throws SQLException {
        number("select id from patient where id = " + id + " for update", session);
    }

    private static long number(String sql, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        thread.shutdown();
        session.close();
        observer.close();
    }
}
