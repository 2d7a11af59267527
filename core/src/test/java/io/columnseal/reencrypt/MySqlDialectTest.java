package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MySqlDialectTest {

    /** Connector/J keeps the whole result of a query in memory unless it is told this. */
    @Test
    void hasEachDriverHandOutRowsAsTheyCome() throws SQLException {
        assertThat(fetchSize("MySQL Connector/J")).isEqualTo(Integer.MIN_VALUE);
        assertThat(fetchSize("MariaDB Connector/J")).isPositive();
    }

    private static int fetchSize(String driver) throws SQLException {
        AtomicInteger told = new AtomicInteger();
        DatabaseMetaData metaData = proxy(DatabaseMetaData.class, (self, method, arguments) -> driver);
        Connection connection = proxy(Connection.class, (self, method, arguments) -> metaData);
        PreparedStatement query = proxy(PreparedStatement.class, (self, method, arguments) -> {
            if (method.getName().equals("setFetchSize")) {
                told.set((Integer) arguments[0]);
                return null;
            }
            return connection;
        });
        new MySqlDialect().stream(query);
        return told.get();
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
