package io.columnseal.cli;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The user whom a database has authenticated, as the database says it, not as a setting does. */
final class DatabasePrincipal {

    private DatabasePrincipal() {}

    static String of(Connection connection) throws SQLException {
        return switch (connection.getMetaData().getDatabaseProductName()) {
            case "PostgreSQL" -> ask(connection, "select session_user");
            case "MariaDB", "MySQL" -> withoutHost(ask(connection, "select current_user()"));
            default -> connection.getMetaData().getUserName();
        };
    }

    private static String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }

    /** One person is the same from everywhere, and two people are to be two. */
    private static String withoutHost(String account) {
        int at = account.lastIndexOf('@');
        return at < 0 ? account : account.substring(0, at);
    }
}
