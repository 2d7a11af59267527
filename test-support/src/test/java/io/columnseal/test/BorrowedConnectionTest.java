package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyState;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pool that resets nothing: what the key store changes on a connection, it puts back itself. */
class BorrowedConnectionTest {

    private final DataSource database = H2Database.dataSource();
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = database.getConnection();
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @CsvSource({"true, 2", "false, 2", "true, 4", "false, 8"})
    void givesAConnectionBackAsItWas(boolean autoCommit, int isolation) throws SQLException {
        connection.setTransactionIsolation(isolation);
        connection.setAutoCommit(autoCommit);
        JdbcDataKeyStore store =
                JdbcDataKeyStore.on(new OneConnection(connection)).createSchema();

        assertAsItWas(autoCommit, isolation);
        assertThat(store.write(List.of(KeyRows.active("clinic-1", 1).row()), List.of()))
                .isTrue();
        assertAsItWas(autoCommit, isolation);
        assertThat(store.write(List.of(KeyRows.active("clinic-1", 1).row()), List.of()))
                .isFalse();
        assertAsItWas(autoCommit, isolation);
        assertThat(store.write(List.of(KeyRows.changed(KeyRows.active("x", 1).row(), KeyState.RETIRED)), List.of()))
                .isFalse();
        assertAsItWas(autoCommit, isolation);
        store.revision();
        assertAsItWas(autoCommit, isolation);
        connection.rollback();
        assertThat(JdbcDataKeyStore.on(database).revision()).isEqualTo(1);
    }

    private void assertAsItWas(boolean autoCommit, int isolation) throws SQLException {
        assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
        assertThat(connection.getTransactionIsolation()).isEqualTo(isolation);
    }

    /** Lends one connection again and again. */
    private record OneConnection(Connection connection) implements DataSource {

        @Override
        public Connection getConnection() {
            return (Connection) Proxy.newProxyInstance(
                    OneConnection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("close")) {
                            return null;
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        @Override
        public Connection getConnection(String username, String password) {
            return getConnection();
        }

        @Override
        public PrintWriter getLogWriter() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setLogWriter(PrintWriter out) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setLoginTimeout(int seconds) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getLoginTimeout() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Logger getParentLogger() {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
