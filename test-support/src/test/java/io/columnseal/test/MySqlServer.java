package io.columnseal.test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * A MySQL server that somebody else runs, since no build can start one everywhere: the tests on it run where {@value
 * #URL} names it. MariaDB's driver speaks to both.
 */
public final class MySqlServer {

    /**
     * For example {@code jdbc:mariadb://localhost:3306/mysql?user=root}; needs the right to create databases. Does not begin
     * with {@code columnseal.}: settings are checked for unknown names.
     */
    public static final String URL = "mysql.test.url";

    private static final String DATABASE = "columnseal_test";

    private MySqlServer() {}

    /** An empty database on it. */
    public static DataSource dataSource() {
        try {
            MariaDbDataSource server = new MariaDbDataSource(System.getProperty(URL));
            try (Connection connection = server.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("drop database if exists " + DATABASE);
                statement.execute("create database " + DATABASE);
            }
            return new MariaDbDataSource(System.getProperty(URL).replaceFirst("/[^/?]+(\\?|$)", "/" + DATABASE + "$1"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
