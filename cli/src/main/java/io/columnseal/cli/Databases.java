package io.columnseal.cli;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ConfigurationException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The databases that settings name, each pool opened when it is first asked for. Not for many threads. */
final class Databases implements AutoCloseable {

    private static final Login KEYS = new Login(
            CommandSettings.KEYS_URL,
            CommandSettings.KEYS_USERNAME,
            CommandSettings.KEYS_PASSWORD,
            "the database of the key tables");
    private static final Login DATA = new Login(
            CommandSettings.DATA_URL,
            CommandSettings.DATA_USERNAME,
            CommandSettings.DATA_PASSWORD,
            "the application's database");

    private final CommandSettings settings;
    private @Nullable HikariDataSource keys;
    private @Nullable HikariDataSource data;

    Databases(CommandSettings settings) {
        this.settings = settings;
    }

    /** A connection to the database of the key tables. */
    Connection connectToKeys() throws SQLException {
        return connect(KEYS);
    }

    /** The database of the key tables, beside the pool that keys are read through. */
    HikariDataSource keys() {
        HikariDataSource opened = keys;
        if (opened == null) {
            opened = open(KEYS, "columnseal-runs", 1);
            keys = opened;
        }
        return opened;
    }

    /**
     * The application's database, which is the one of the key tables unless settings name another.
     *
     * @param connections how many at once, when it is opened
     */
    HikariDataSource data(int connections) {
        HikariDataSource opened = data;
        if (opened == null) {
            boolean own = settings.get(CommandSettings.DATA_URL).isPresent()
                    || settings.get(CommandSettings.KEYS_URL).isEmpty();
            if (!own) {
                requireNoLoginWithoutUrl();
            }
            opened = open(own ? DATA : KEYS, "columnseal-data", connections);
            data = opened;
        }
        return opened;
    }

    /** They would not count, and the run would be that of the key tables' user. */
    private void requireNoLoginWithoutUrl() {
        for (String name : List.of(CommandSettings.DATA_USERNAME, CommandSettings.DATA_PASSWORD)) {
            if (settings.get(name).isPresent()) {
                throw new ConfigurationException(
                        name, "is set without " + CommandSettings.DATA_URL + ", to which it belongs");
            }
        }
    }

    private HikariDataSource open(Login login, String name, int connections) {
        // A pool tries for half a minute before it says why
        try {
            connect(login).close();
        } catch (SQLException e) {
            throw new DatabaseUnreachableException(login.url, e);
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url(login));
        settings.get(login.username).ifPresent(config::setUsername);
        settings.get(login.password).ifPresent(config::setPassword);
        config.setPoolName(name);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private Connection connect(Login login) throws SQLException {
        String url = url(login);
        requireDriver(login.url, url);
        return DriverManager.getConnection(
                url,
                settings.get(login.username).orElse(null),
                settings.get(login.password).orElse(null));
    }

    private String url(Login login) {
        return settings.get(login.url)
                .orElseThrow(() -> new ConfigurationException(login.url, "is required: the JDBC URL of " + login.of));
    }

    /** Drivers that are asked for the connection say that the database cannot be reached. Not quoted: it may hold a password. */
    private static void requireDriver(String setting, String url) {
        try {
            DriverManager.getDriver(url);
        } catch (SQLException e) {
            throw new ConfigurationException(
                    setting,
                    "begins like that of no database this program has a driver for: jdbc:postgresql:, jdbc:mariadb:, jdbc:h2:");
        }
    }

    @Override
    public void close() {
        if (keys != null) {
            keys.close();
        }
        if (data != null) {
            data.close();
        }
    }

    /**
     * Settings by which somebody connects.
     *
     * @param of what the database is, for errors
     */
    private record Login(String url, String username, String password, String of) {}
}
