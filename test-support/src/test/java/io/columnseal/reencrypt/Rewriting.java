package io.columnseal.reencrypt;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Map;
import javax.sql.DataSource;

/** A database that is asked other questions than it was. */
final class Rewriting {

    private Rewriting() {}

    static DataSource queries(DataSource dataSource, Map<String, String> queries) {
        return wrap(DataSource.class, dataSource, queries);
    }

    private static <T> T wrap(Class<T> type, T target, Map<String, String> queries) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        arguments[0] = queries.getOrDefault(arguments[0], (String) arguments[0]);
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        return result instanceof Connection connection
                                ? wrap(Connection.class, connection, queries)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
