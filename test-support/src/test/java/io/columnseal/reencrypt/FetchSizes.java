package io.columnseal.reencrypt;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** Listens to how many rows a driver is told to hold at once. */
final class FetchSizes {

    private final List<Integer> ofPages = new CopyOnWriteArrayList<>();

    /** Of each query that reads a page of a table with a key. */
    List<Integer> ofPages() {
        return ofPages;
    }

    DataSource of(DataSource dataSource) {
        return proxy(DataSource.class, dataSource, "");
    }

    private <T> T proxy(Class<T> type, Object target, String sql) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("setFetchSize") && sql.contains(" order by id")) {
                        ofPages.add((Integer) arguments[0]);
                    }
                    Object result = call(target, method, arguments);
                    if (result instanceof Connection) {
                        return proxy(Connection.class, result, "");
                    }
                    return result instanceof PreparedStatement
                            ? proxy(PreparedStatement.class, result, (String) arguments[0])
                            : result;
                }));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
