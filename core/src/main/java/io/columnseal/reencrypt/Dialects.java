package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Chooses the dialect by what the database calls itself. */
final class Dialects {

    private Dialects() {}

    static Dialect of(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return switch (connection.getMetaData().getDatabaseProductName()) {
                case "PostgreSQL" -> new PostgresDialect();
                case "MariaDB", "MySQL" -> new MySqlDialect();
                default -> new StandardDialect();
            };
        }
    }
}
