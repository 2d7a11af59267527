package io.columnseal.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.KeyStoreUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection whose rollback fails: switching it back to auto-commit would commit what was to be undone. */
class FailedRollbackTest {

    private final JdbcDataSource database = new JdbcDataSource();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final KeyStoreTransactions transactions = new KeyStoreTransactions(failingRollbacks());

    @BeforeEach
    void createTable() throws SQLException {
        database.setUrl("jdbc:h2:mem:" + FailedRollbackTest.class.getSimpleName() + ";DB_CLOSE_DELAY=-1");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists notes");
            statement.execute("create table notes (id integer)");
        }
    }

    @Test
    void commitsNothingOfFailedWork() throws SQLException {
        assertThatThrownBy(() -> transactions.run("write", connection -> {
                    insert(connection);
                    throw new SQLException("lost", "08006");
                }))
                .isInstanceOf(KeyStoreUnavailableException.class);

        assertThat(notes()).isZero();
        assertThat(calls).contains("rollback", "abort");
    }

    @Test
    void commitsNothingOfWorkThatSomebodyElseWasFirstWith() throws SQLException {
        assertThat(transactions.runUnlessTaken("write", connection -> {
                    insert(connection);
                    return false;
                }))
                .isFalse();

        assertThat(notes()).isZero();
        assertThat(calls).contains("rollback", "abort");
    }

    private static void insert(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("insert into notes values (1)");
        }
    }

    private int notes() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                var count = statement.executeQuery("select count(*) from notes")) {
            count.next();
            return count.getInt(1);
        }
    }

    private DataSource failingRollbacks() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> failingRollback(database.getConnection()));
    }

    private Connection failingRollback(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    if (method.getName().equals("rollback")) {
                        throw new SQLException("no answer", "08006");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
