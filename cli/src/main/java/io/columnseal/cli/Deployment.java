package io.columnseal.cli;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.key.DataKeyStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a command works on, each part opened when it is first asked for. Not for many threads. */
final class Deployment implements AutoCloseable {

    private static final int DATA_CONNECTIONS = 4;

    private final CommandSettings settings;
    private @Nullable DataKeyStore keyStore;
    private @Nullable ColumnSeal seal;
    private @Nullable HikariDataSource data;
    private @Nullable String actor;

    Deployment(CommandSettings settings) {
        this.settings = settings;
    }

    /** The key tables as they are, without the KMS that would vouch for them. */
    DataKeyStore keyStore() {
        DataKeyStore opened = keyStore;
        if (opened == null) {
            opened = settings.configuration().keyStore();
            keyStore = opened;
        }
        return opened;
    }

    /** Key tables and KMS, verified; whoever does something with keys is the {@link #actor}. */
    ColumnSeal seal() {
        ColumnSeal opened = seal;
        if (opened == null) {
            String principal = actor();
            opened = settings.configuration().toBuilder()
                    .actorResolver(() -> principal)
                    .build();
            seal = opened;
        }
        return opened;
    }

    /** The user whom the key database authenticated, or the operating system where the keys are in a file. */
    String actor() {
        String known = actor;
        if (known == null) {
            known = keyFile().map(FilePrincipal::in).orElseGet(this::databaseActor);
            actor = known;
        }
        return known;
    }

    /** The file of the keys, where they are in none of a database. */
    Optional<Path> keyFile() {
        return settings.get(CommandSettings.KEYS_FILE).map(Path::of);
    }

    private String databaseActor() {
        try (Connection connection = connectToKeys()) {
            return DatabasePrincipal.of(connection);
        } catch (SQLException e) {
            throw new DatabaseUnreachableException(CommandSettings.KEYS_URL, e);
        }
    }

    Connection connectToKeys() throws SQLException {
        String url = settings.get(CommandSettings.KEYS_URL)
                .orElseThrow(() -> new ConfigurationException(
                        CommandSettings.KEYS_URL, "is required: the JDBC URL of the database of the key tables"));
        requireDriver(CommandSettings.KEYS_URL, url);
        return connect(url, CommandSettings.KEYS_USERNAME, CommandSettings.KEYS_PASSWORD);
    }

    /** The application's database, which is the one of the key tables unless settings name another. */
    HikariDataSource data() {
        HikariDataSource opened = data;
        if (opened == null) {
            boolean own = settings.get(CommandSettings.DATA_URL).isPresent();
            List<String> names = own
                    ? List.of(CommandSettings.DATA_URL, CommandSettings.DATA_USERNAME, CommandSettings.DATA_PASSWORD)
                    : List.of(CommandSettings.KEYS_URL, CommandSettings.KEYS_USERNAME, CommandSettings.KEYS_PASSWORD);
            HikariConfig config = new HikariConfig();
            String url = settings.get(names.get(0))
                    .orElseThrow(() -> new ConfigurationException(
                            CommandSettings.DATA_URL, "is required: the JDBC URL of the application's database"));
            requireDriver(names.get(0), url);
            requireAnswer(url, names);
            config.setJdbcUrl(url);
            settings.get(names.get(1)).ifPresent(config::setUsername);
            settings.get(names.get(2)).ifPresent(config::setPassword);
            config.setPoolName("columnseal-data");
            config.setMaximumPoolSize(DATA_CONNECTIONS);
            config.setMinimumIdle(0);
            config.setInitializationFailTimeout(-1);
            opened = new HikariDataSource(config);
            data = opened;
        }
        return opened;
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

    /** A pool tries for half a minute before it says why. */
    private void requireAnswer(String url, List<String> names) {
        try {
            connect(url, names.get(1), names.get(2)).close();
        } catch (SQLException e) {
            throw new DatabaseUnreachableException(names.get(0), e);
        }
    }

    private Connection connect(String url, String username, String password) throws SQLException {
        return DriverManager.getConnection(
                url, settings.get(username).orElse(null), settings.get(password).orElse(null));
    }

    @Override
    public void close() {
        if (seal != null) {
            seal.close();
        }
        if (keyStore != null) {
            keyStore.close();
        }
        if (data != null) {
            data.close();
        }
    }
}
