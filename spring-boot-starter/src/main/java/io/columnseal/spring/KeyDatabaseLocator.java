package io.columnseal.spring;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ConfigurationException;
import io.columnseal.key.KeyStorePool;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.util.StringUtils;

/**
 * Finds out how to connect to the database of the key tables: as its own settings say, else as the application's
 * DataSource does, down to its driver properties, since that is the database the sealed values are in, else, if the
 * DataSource does not tell, as connection details and {@code spring.datasource} say.
 */
final class KeyDatabaseLocator {

    static final String URL_SETTING = "columnseal.key-store.url";

    private final KeyStoreProperties settings;

    KeyDatabaseLocator(KeyStoreProperties settings) {
        this.settings = settings;
    }

    /**
     * @param application the application's DataSource
     * @param details what a container tells of the application's database
     * @param properties {@code spring.datasource}
     * @throws ConfigurationException if nothing says where the database is
     */
    HikariConfig locate(
            Optional<DataSource> application,
            Optional<JdbcConnectionDetails> details,
            Optional<DataSourceProperties> properties) {
        HikariConfig found = own().or(() -> application.flatMap(KeyDatabaseLocator::connectionOf))
                .or(() -> details.map(KeyDatabaseLocator::connectionOf))
                .or(() -> properties
                        .filter(set -> StringUtils.hasText(set.getUrl()))
                        .map(KeyDatabaseLocator::connectionOf))
                .orElseThrow(() -> new ConfigurationException(
                        URL_SETTING,
                        application.isPresent()
                                ? "the application's DataSource does not tell how it connects, or routes between several"
                                        + " databases. Set this to the JDBC URL of the primary, or define a DataSource"
                                        + " bean for the key tables, qualified by @ColumnSealDataSource"
                                : "there is no DataSource for the key tables, or several without a primary one. Set this"
                                        + " to a JDBC URL, or define a DataSource bean that is qualified by"
                                        + " @ColumnSealDataSource"));
        refuseNamelessMemory(found);
        return found;
    }

    private Optional<HikariConfig> own() {
        if (!StringUtils.hasText(settings.url())) {
            return Optional.empty();
        }
        if (!settings.url().startsWith("jdbc:")) {
            throw new ConfigurationException(
                    URL_SETTING, "is no JDBC URL, which begins as in jdbc:postgresql://host/database");
        }
        // Not asked of the application's URL: the application's pool keeps its connections, and its data, as it is
        KeyStorePool.requireLastingDatabase(settings.url());
        // The user that Spring Boot gives a database in memory when none is set
        boolean usualUser = settings.username() == null
                && EmbeddedDatabaseConnection.isEmbedded(
                        DatabaseDriver.fromJdbcUrl(settings.url()).getDriverClassName(), settings.url());
        return Optional.of(connection(
                settings.url(),
                usualUser ? "sa" : settings.username(),
                usualUser ? "" : settings.password(),
                settings.driverClassName()));
    }

    /** Empty for a DataSource that routes: which of its targets is the primary is not ours to guess. */
    private static Optional<HikariConfig> connectionOf(DataSource application) {
        if (isRouting(application)) {
            return Optional.empty();
        }
        HikariConfig pool = DataSourceUnwrapper.unwrap(application, HikariConfigMXBean.class, HikariDataSource.class);
        if (pool != null) {
            return Optional.of(pool);
        }
        try {
            return Optional.of(DataSourceBuilder.derivedFrom(application)
                    .type(HikariDataSource.class)
                    .build());
        } catch (RuntimeException e) {
            // Spring Boot has no single type for "this class has no URL"; the caller has other sources
            return Optional.empty();
        }
    }

    /** Whether this is a DataSource that chooses between several for every connection, or a proxy of one. */
    static boolean isRouting(DataSource application) {
        try {
            return application.isWrapperFor(AbstractRoutingDataSource.class);
        } catch (SQLException e) {
            return false;
        }
    }

    private static HikariConfig connectionOf(JdbcConnectionDetails details) {
        return connection(
                details.getJdbcUrl(), details.getUsername(), details.getPassword(), details.getDriverClassName());
    }

    private static HikariConfig connectionOf(DataSourceProperties properties) {
        return connection(
                properties.determineUrl(),
                properties.determineUsername(),
                properties.determinePassword(),
                properties.determineDriverClassName());
    }

    private static HikariConfig connection(
            String url, @Nullable String username, @Nullable String password, @Nullable String driver) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(username);
        config.setPassword(password);
        if (StringUtils.hasText(driver)) {
            config.setDriverClassName(driver);
        }
        return config;
    }

    /** Every connection to it is a database of its own, so keys would be gone with the connection that wrote them. */
    private static void refuseNamelessMemory(HikariConfig config) {
        String url = config.getJdbcUrl();
        if (url != null && url.matches("jdbc:h2:mem:(;.*)?")) {
            throw new ConfigurationException(
                    URL_SETTING, "an H2 database in memory needs a name, as in jdbc:h2:mem:clinic");
        }
    }
}
