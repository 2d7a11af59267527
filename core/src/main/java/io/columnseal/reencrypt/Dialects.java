package io.columnseal.reencrypt;

import io.columnseal.ReencryptionException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Chooses the dialect by what the database calls itself. */
final class Dialects {

    private Dialects() {}

    /** @throws ReencryptionException if the database cannot be asked */
    static Dialect of(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return switch (connection.getMetaData().getDatabaseProductName()) {
                case "PostgreSQL" -> new PostgresDialect();
                case "MariaDB", "MySQL" -> new MySqlDialect();
                default -> new StandardDialect();
            };
        } catch (SQLException e) {
            throw new ReencryptionException("connect to the database", null, null, e.getSQLState(), e.getErrorCode());
        }
    }
}
