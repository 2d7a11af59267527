package io.columnseal.cli;

import io.columnseal.ConfigurationException;
import io.columnseal.key.AccessLog;
import io.columnseal.key.LogOperation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The user whom a database has authenticated, as the database says it, not as a setting does. */
final class DatabasePrincipal {

    private DatabasePrincipal() {}

    /** @throws ConfigurationException if it is nobody whom the access log could name */
    static String of(Connection connection) throws SQLException {
        return requireSomebody(
                switch (connection.getMetaData().getDatabaseProductName()) {
                    case "PostgreSQL" -> ask(connection, "select session_user");
                    case "MariaDB", "MySQL" -> withoutHost(ask(connection, "select current_user()"));
                    default -> connection.getMetaData().getUserName();
                });
    }

    /** MariaDB has a user without a name, and H2 lets everybody in who creates the database. */
    static String requireSomebody(@Nullable String name) {
        if (name == null || name.isBlank()) {
            throw new ConfigurationException(
                    CommandSettings.KEYS_USERNAME,
                    "the database let columnseal connect as a user without a name, whom the access log could not name."
                            + " Connect as a user of your own");
        }
        if (name.strip().equalsIgnoreCase(AccessLog.SYSTEM_ACTOR)) {
            throw new ConfigurationException(
                    CommandSettings.KEYS_USERNAME,
                    "is " + name
                            + ", by which the access log names the library itself. Connect as a user of another name");
        }
        try {
            AccessLog.Entry.of(LogOperation.REENCRYPT, Instant.EPOCH, name).build();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(CommandSettings.KEYS_USERNAME, String.valueOf(e.getMessage()));
        }
        return name;
    }

    private static @Nullable String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }

    /** One person is the same from everywhere, and two people are to be two. */
    static @Nullable String withoutHost(@Nullable String account) {
        if (account == null) {
            return null;
        }
        int at = account.lastIndexOf('@');
        return at < 0 ? account : account.substring(0, at);
    }
}
