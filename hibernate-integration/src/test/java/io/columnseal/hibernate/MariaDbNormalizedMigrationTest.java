package io.columnseal.hibernate;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.hibernate.cfg.AvailableSettings;

class MariaDbNormalizedMigrationTest extends NormalizedMigrationTest {

    /** By default it would compare texts without regard to case, accents and blanks at the end. */
    @Override
    TestDatabase server() {
        return () -> {
            Map<String, Object> settings = new MariaDbDatabase().create();
            String url = (String) settings.get(AvailableSettings.JAKARTA_JDBC_URL);
            try (Connection connection = DriverManager.getConnection(url, "root", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("alter database character set utf8mb4 collate utf8mb4_nopad_bin");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return settings;
        };
    }
}
