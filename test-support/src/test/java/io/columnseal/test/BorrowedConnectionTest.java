package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
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
}
