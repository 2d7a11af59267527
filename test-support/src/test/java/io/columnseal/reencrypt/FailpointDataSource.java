package io.columnseal.reencrypt;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** A DataSource that says what its user is about to do, in the order of the calls. */
public final class FailpointDataSource {

    private FailpointDataSource() {}

    /**
     * @param prefix put before each name
     * @param hit told, on the caller's thread: {@code census}, {@code read}, {@code update}, {@code insert}, and {@code
     *     before-commit} and {@code after-commit} of a transaction that wrote something
     */
    public static DataSource of(DataSource real, String prefix, Consumer<String> hit) {
        return proxy(DataSource.class, real, (method, arguments, call) -> {
            Object result = call.run();
            return result instanceof Connection connection ? connection(connection, prefix, hit) : result;
        });
    }

    private static Connection connection(Connection real, String prefix, Consumer<String> hit) {
        boolean[] updated = new boolean[1];
        return proxy(Connection.class, real, (method, arguments, call) -> {
            boolean commits = method.equals("commit") && updated[0];
            if (commits) {
                hit.accept(prefix + "before-commit");
            }
            Object result = call.run();
            if (commits) {
                updated[0] = false;
                hit.accept(prefix + "after-commit");
            }
            return result instanceof PreparedStatement statement
                    ? statement(statement, (String) arguments[0], updated, prefix, hit)
                    : result;
        });
    }

    private static PreparedStatement statement(
            PreparedStatement real, String sql, boolean[] updated, String prefix, Consumer<String> hit) {
        return proxy(PreparedStatement.class, real, (method, arguments, call) -> {
            if (method.startsWith("execute")) {
                if (sql.startsWith("update ")) {
                    updated[0] = true;
                    hit.accept(prefix + "update");
                } else if (sql.startsWith("insert ")) {
                    updated[0] = true;
                    hit.accept(prefix + "insert");
                } else if (sql.contains(" group by ")) {
                    hit.accept(prefix + "census");
                } else if (sql.startsWith("select ")) {
                    hit.accept(prefix + "read");
                }
            }
            return call.run();
        });
    }

    private static <T> T proxy(Class<T> type, T real, Interception interception) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> interception.on(method.getName(), arguments, () -> {
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                })));
    }

    @FunctionalInterface
    private interface Interception {
        Object on(String method, Object[] arguments, Call call) throws Throwable;
    }

    @FunctionalInterface
    private interface Call {
        Object run() throws Throwable;
    }
}
