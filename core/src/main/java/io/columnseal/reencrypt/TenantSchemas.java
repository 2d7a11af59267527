package io.columnseal.reencrypt;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A schema for each tenant, which connections of one DataSource are led to and away from. Immutable. */
final class TenantSchemas implements TenantDatabases {

    private static final String NO_SUCH_SCHEMA = "3F000";

    private final DataSource dataSource;
    private final List<String> schemas;

    TenantSchemas(DataSource dataSource, List<String> schemas) {
        this.dataSource = dataSource;
        this.schemas = List.copyOf(schemas);
    }

    @Override
    public List<String> names() {
        return schemas;
    }

    @Override
    public Connection connect(String name) throws SQLException {
        Connection connection = dataSource.getConnection();
        Place place = null;
        try {
            place = Place.of(connection);
            String before = place.get(connection);
            lead(connection, place, name);
            // PostgreSQL takes any name, and would say later that there is no such table
            if (!name.equals(place.get(connection))) {
                giveBack(connection, place, before);
                throw new SQLException("no schema of this name", NO_SUCH_SCHEMA);
            }
            return returning(connection, place, before);
        } catch (SQLException | RuntimeException e) {
            // In whichever schema it is, its pool must not lend it again
            if (!connection.isClosed()) {
                connection.abort(Runnable::run);
            }
            throw e;
        }
    }

    /** Outside the transaction to come, whose rollback would undo it. */
    private static void lead(Connection connection, Place place, @Nullable String name) throws SQLException {
        place.set(connection, name);
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    private static void giveBack(Connection connection, Place place, @Nullable String schema) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        try {
            lead(connection, place, schema);
        } catch (SQLException e) {
            connection.abort(Runnable::run);
            throw e;
        }
        connection.close();
    }

    /** The same connection, which goes back to its schema when it is closed. */
    private static Connection returning(Connection connection, Place place, @Nullable String before) {
        return (Connection) Proxy.newProxyInstance(
                TenantSchemas.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        giveBack(connection, place, before);
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** What the database calls a schema here. */
    private enum Place {
        SCHEMA {
            @Override
            @Nullable String get(Connection connection) throws SQLException {
                return connection.getSchema();
            }

            @Override
            void set(Connection connection, @Nullable String name) throws SQLException {
                connection.setSchema(name);
            }
        },
        CATALOG {
            @Override
            @Nullable String get(Connection connection) throws SQLException {
                return connection.getCatalog();
            }

            @Override
            void set(Connection connection, @Nullable String name) throws SQLException {
                connection.setCatalog(name);
            }
        };

        static Place of(Connection connection) throws SQLException {
            return switch (connection.getMetaData().getDatabaseProductName()) {
                case "MariaDB", "MySQL" -> CATALOG;
                default -> SCHEMA;
            };
        }

        abstract @Nullable String get(Connection connection) throws SQLException;

        abstract void set(Connection connection, @Nullable String name) throws SQLException;
    }
}
