package io.columnseal.reencrypt;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A schema for each tenant, which connections of one DataSource are led to and away from. Immutable. */
final class TenantSchemas implements TenantDatabases {

    private static final Logger LOG = LoggerFactory.getLogger(TenantSchemas.class);
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
        try {
            Place place = Place.of(connection);
            WayBack back = place.wayBack(connection);
            place.set(connection, name);
            // PostgreSQL takes any name, and would say later that there is no such table
            if (!name.equals(place.get(connection))) {
                giveBack(connection, back);
                throw new SQLException("no schema of this name", NO_SUCH_SCHEMA);
            }
            commit(connection);
            return returning(connection, back);
        } catch (SQLException | RuntimeException e) {
            discard(connection);
            throw e;
        }
    }

    /** Outside the transaction to come, whose rollback would undo it. */
    private static void commit(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    /** What was done on it stands by now: a connection that cannot be led back is no error of the run's. */
    private static void giveBack(Connection connection, @Nullable WayBack back) throws SQLException {
        if (connection.isClosed() || back == null) {
            discard(connection);
            return;
        }
        try {
            back.lead(connection);
            commit(connection);
        } catch (SQLException e) {
            LOG.debug("A connection that cannot be led back to its schema is discarded", e);
            discard(connection);
            return;
        }
        connection.close();
    }

    /** In whichever schema it is, its pool must not lend it again; closed as well, since a pool keeps its place until then. */
    private static void discard(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("A connection that is in no known schema could not be aborted", e);
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection that was aborted could not be closed", e);
        }
    }

    /** The same connection, which goes back to its schema when it is closed. */
    private static Connection returning(Connection connection, @Nullable WayBack back) {
        return (Connection) Proxy.newProxyInstance(
                TenantSchemas.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        giveBack(connection, back);
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Leads a connection to where it was when it was taken. */
    @FunctionalInterface
    private interface WayBack {

        void lead(Connection connection) throws SQLException;
    }

    /** What the database calls a schema here. */
    private enum Place {
        SCHEMA {
            @Override
            @Nullable String get(Connection connection) throws SQLException {
                return connection.getSchema();
            }

            @Override
            void set(Connection connection, String name) throws SQLException {
                connection.setSchema(name);
            }
        },
        /** PostgreSQL's connections have a list of schemas, of which JDBC shows the first. */
        SEARCH_PATH {
            @Override
            @Nullable String get(Connection connection) throws SQLException {
                return connection.getSchema();
            }

            @Override
            void set(Connection connection, String name) throws SQLException {
                connection.setSchema(name);
            }

            @Override
            WayBack wayBack(Connection connection) throws SQLException {
                String first = connection.getSchema();
                String path = ask(connection, "select current_setting('search_path')");
                return returned -> {
                    if (first != null) {
                        // Pools keep in mind what they are told this way, and not the list
                        returned.setSchema(first);
                    }
                    ask(returned, "select set_config('search_path', ?, false)", path);
                };
            }
        },
        CATALOG {
            @Override
            @Nullable String get(Connection connection) throws SQLException {
                String catalog = connection.getCatalog();
                return catalog == null || catalog.isEmpty() ? null : catalog;
            }

            @Override
            void set(Connection connection, String name) throws SQLException {
                connection.setCatalog(name);
            }
        };

        static Place of(Connection connection) throws SQLException {
            return switch (connection.getMetaData().getDatabaseProductName()) {
                case "MariaDB", "MySQL" -> CATALOG;
                case "PostgreSQL" -> SEARCH_PATH;
                default -> SCHEMA;
            };
        }

        private static String ask(Connection connection, String sql, String... parameters) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setString(i + 1, parameters[i]);
                }
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getString(1);
                }
            }
        }

        /** The schema whose tables a connection sees; null if none. */
        abstract @Nullable String get(Connection connection) throws SQLException;

        abstract void set(Connection connection, String name) throws SQLException;

        /** Null if it is in no schema: no statement leads it back to none. */
        @Nullable WayBack wayBack(Connection connection) throws SQLException {
            String before = get(connection);
            return before == null ? null : returned -> set(returned, before);
        }
    }
}
