package io.columnseal.reencrypt;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A DataSource whose calls to the database can be made to fail, as a network does. */
final class FailingDataSource implements DataSource {

    private static final Set<String> REACHES_THE_DATABASE =
            Set.of("executeQuery", "executeUpdate", "executeBatch", "commit", "rollback");

    /** What the failure is asked about a statement that updates, however it is executed. */
    static final String UPDATE = "update";

    private final DataSource real;
    private final Failure failure;

    /** @param failure asked before every call that reaches the database, by its method's name or {@link #UPDATE} */
    FailingDataSource(DataSource real, Failure failure) {
        this.real = real;
        this.failure = failure;
    }

    /** Fails a call, or lets it pass. */
    @FunctionalInterface
    interface Failure {
        void before(String method) throws SQLException;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return wrap(Connection.class, real.getConnection(), "");
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return wrap(Connection.class, real.getConnection(username, password), "");
    }

    private <T> T wrap(Class<T> type, T target, String sql) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (REACHES_THE_DATABASE.contains(method.getName())) {
                failure.before(sql.startsWith("update ") ? UPDATE : method.getName());
            }
            try {
                Object result = method.invoke(target, arguments);
                return result instanceof PreparedStatement statement
                        ? wrap(PreparedStatement.class, statement, (String) arguments[0])
                        : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return real.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        real.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        real.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return real.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return real.isWrapperFor(type);
    }
}
