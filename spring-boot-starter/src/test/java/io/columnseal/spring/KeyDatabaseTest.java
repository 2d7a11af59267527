package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** Which database the keys go to, and on whose connections. */
class KeyDatabaseTest {

    private static final int KEY_TABLES = 12;

    private final String url = Contexts.newDatabase();
    private final String otherUrl = Contexts.newDatabase();

    @Test
    void isTheApplicationsOnASmallPoolOfItsOwn() {
        Contexts.ready().run(context -> {
            HikariDataSource application = context.getBean(HikariDataSource.class);
            HikariDataSource keys = pool(context);
            assertThat(keys).isNotSameAs(application);
            assertThat(keys.getJdbcUrl()).isEqualTo(application.getJdbcUrl());
            assertThat(keys.getMaximumPoolSize()).isEqualTo(2);
            assertThat(keys.getMinimumIdle()).isZero();
            assertThat(keys.isReadOnly()).isFalse();
            assertThat(keyTables(application)).isEqualTo(KEY_TABLES);
        });
    }

    @Test
    void isTheApplicationsDownToItsDriverProperties() {
        Contexts.ready()
                .withPropertyValues("spring.datasource.hikari.data-source-properties.NETWORK_TIMEOUT=1234")
                .run(context ->
                        assertThat(pool(context).getDataSourceProperties()).containsEntry("NETWORK_TIMEOUT", "1234"));
    }

    @Test
    void isTheOneThatSpringBootNamesAtRandom() {
        Contexts.bare()
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .run(context ->
                        assertThat(keyTables(context.getBean(DataSource.class))).isEqualTo(KEY_TABLES));
    }

    @Test
    void isTheEmbeddedOneThatReplacesTheApplications() {
        Contexts.ready()
                .withBean(
                        DataSource.class,
                        () -> new EmbeddedDatabaseBuilder()
                                .setType(EmbeddedDatabaseType.H2)
                                .generateUniqueName(true)
                                .build())
                .run(context ->
                        assertThat(keyTables(context.getBean(DataSource.class))).isEqualTo(KEY_TABLES));
    }

    @Test
    void isTheOneThatContainersTellOf() {
        Contexts.bare()
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withPropertyValues(
                        "spring.datasource.url=jdbc:h2:mem:not-this-one",
                        "columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .withBean(JdbcConnectionDetails.class, () -> new Details(url))
                .run(context -> {
                    assertThat(pool(context).getJdbcUrl()).isEqualTo(url);
                    assertThat(keyTables(context.getBean(DataSource.class))).isEqualTo(KEY_TABLES);
                });
    }

    @Test
    void isTheOneThatItsOwnSettingsName() {
        try (HikariDataSource other = keeper(otherUrl)) {
            Contexts.ready()
                    .withPropertyValues(
                            "columnseal.key-store.url=" + otherUrl,
                            "columnseal.key-store.username=keeper",
                            "columnseal.key-store.password=secret",
                            "columnseal.key-store.driver-class-name=org.h2.Driver")
                    .run(context -> {
                        assertThat(keyTables(context.getBean(DataSource.class))).isZero();
                        assertThat(keyTables(other)).isEqualTo(KEY_TABLES);
                        assertThat(pool(context).getDriverClassName()).isEqualTo("org.h2.Driver");
                    });
        }
    }

    @Test
    void isTheOneThatItsOwnSettingsNameWithoutAnyDataSource() {
        Contexts.bare()
                .withPropertyValues(
                        "columnseal.key-store.url=" + otherUrl,
                        "columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ColumnSeal.class));
    }

    @Test
    void isTheQualifiedBeanAsItIs() {
        Contexts.ready().withUserConfiguration(OwnDataSource.class).run(context -> {
            assertThat(context.getBean(KeyDatabase.class).dataSource()).isSameAs(context.getBean("keyDataSource"));
            assertThat(keyTables(context.getBean("keyDataSource", DataSource.class)))
                    .isEqualTo(KEY_TABLES);
            assertThat(keyTables(context.getBean("dataSource", DataSource.class)))
                    .isZero();
        });
    }

    @Test
    void isReachedThroughProxiesAndNeverInTheApplicationsTransaction() {
        withDataSource(new TransactionAwareDataSourceProxy(new LazyConnectionDataSourceProxy(open(url))))
                .run(context -> {
                    assertThat(pool(context).getJdbcUrl()).isEqualTo(url);
                    assertThat(context.getBean(KeyDatabase.class).dataSource())
                            .isNotSameAs(context.getBean(DataSource.class));
                });
    }

    @Test
    void isDerivedFromADataSourceThatIsNoPool() {
        JdbcDataSource plain = new JdbcDataSource();
        plain.setUrl(url);
        plain.setUser("sa");
        withDataSource(plain).run(context -> assertThat(keyTables(plain)).isEqualTo(KEY_TABLES));
    }

    @Test
    void isNotGuessedBehindADataSourceThatRoutes() {
        Routing routing = new Routing();
        routing.setTargetDataSources(Map.of("primary", open(url), "replica", open(otherUrl)));
        routing.setDefaultTargetDataSource(open(otherUrl));
        routing.afterPropertiesSet();

        withDataSource(routing)
                .run(context -> assertThat(failure(context))
                        .startsWith("columnseal.key-store.url")
                        .contains("routes between several databases", "@ColumnSealDataSource"));
        withDataSource(new LazyConnectionDataSourceProxy(routing))
                .run(context -> assertThat(failure(context)).contains("routes between several databases"));
        withDataSource(routing)
                .withPropertyValues("columnseal.key-store.url=" + url)
                .run(context -> assertThat(pool(context).getJdbcUrl()).isEqualTo(url));
        withDataSource(routing)
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withPropertyValues("spring.datasource.url=" + url)
                .run(context -> assertThat(pool(context).getJdbcUrl()).isEqualTo(url));
        withDataSource(routing)
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withBean(JdbcConnectionDetails.class, () -> new Details(url))
                .run(context -> assertThat(pool(context).getJdbcUrl()).isEqualTo(url));
    }

    @Test
    void isNotGuessedAmongSeveralDataSources() {
        Contexts.bare()
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .withBean("one", DataSource.class, () -> open(url))
                .withBean("two", DataSource.class, () -> open(otherUrl))
                .run(context -> assertThat(failure(context))
                        .startsWith("columnseal.key-store.url")
                        .contains("several without a primary one"));
    }

    @Test
    void isMissedWhenThereAreSettingsButNoDataSource() {
        Contexts.bare()
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .run(context -> assertThat(failure(context))
                        .startsWith("columnseal.key-store.url")
                        .contains("there is no DataSource"));
    }

    @Test
    void isNoH2DatabaseWithoutAName() {
        Contexts.withDatabase("jdbc:h2:mem:")
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .run(context -> assertThat(failure(context)).contains("in memory needs a name"));
    }

    @Test
    void isNoH2DatabaseThatForgetsItsKeys() {
        Contexts.ready()
                .withPropertyValues("columnseal.key-store.url=jdbc:h2:mem:keys")
                .run(context -> assertThat(failure(context))
                        .startsWith("columnseal.key-store.url")
                        .contains("Append ;DB_CLOSE_DELAY=-1"));
        Contexts.ready()
                .withPropertyValues("columnseal.key-store.url=jdbc:h2:mem:keys;DB_CLOSE_DELAY=5")
                .run(context -> assertThat(failure(context)).contains("Append ;DB_CLOSE_DELAY=-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "keeper"})
    void isNoUrlOfAnotherKind(String username) {
        Contexts.ready()
                .withPropertyValues(
                        "columnseal.key-store.url=postgres://keeper:geheim@host/db",
                        "columnseal.key-store.username=" + username)
                .run(context -> assertThat(failure(context))
                        .startsWith("columnseal.key-store.url: is no JDBC URL")
                        .doesNotContain("geheim"));
        Contexts.ready()
                .withPropertyValues("columnseal.key-store.url=postgres://keeper:geheim@host/db")
                .run(context -> assertThat(failure(context)).startsWith("columnseal.key-store.url: is no JDBC URL"));
    }

    @Test
    void isClosedWithTheContext() {
        HikariDataSource[] keys = new HikariDataSource[1];
        Contexts.ready().run(context -> keys[0] = pool(context));
        assertThat(keys[0].isClosed()).isTrue();
    }

    private static HikariDataSource pool(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed();
        return (HikariDataSource) context.getBean(KeyDatabase.class).dataSource();
    }

    private static ApplicationContextRunner withDataSource(DataSource dataSource) {
        return Contexts.bare()
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .withBean("applicationDataSource", DataSource.class, () -> dataSource);
    }

    private static String failure(AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(ConfigurationException.class);
        return NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure())
                .getMessage();
    }

    private static HikariDataSource open(String url) {
        HikariDataSource dataSource = new HikariDataSource();
        dataSource.setJdbcUrl(url);
        dataSource.setUsername("sa");
        dataSource.setPassword("");
        return dataSource;
    }

    private static HikariDataSource keeper(String url) {
        HikariDataSource dataSource = open(url);
        dataSource.setUsername("keeper");
        dataSource.setPassword("secret");
        return dataSource;
    }

    private static int keyTables(DataSource dataSource) {
        return JdbcClient.create(dataSource)
                .sql("select count(*) from information_schema.tables where table_schema = 'PUBLIC'")
                .query(Integer.class)
                .single();
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDataSource {

        @Bean(defaultCandidate = false)
        @ColumnSealDataSource
        DataSource keyDataSource() {
            return open(Contexts.newDatabase());
        }
    }

    private record Details(String getJdbcUrl) implements JdbcConnectionDetails {
        @Override
        public @Nullable String getUsername() {
            return "sa";
        }

        @Override
        public @Nullable String getPassword() {
            return "";
        }
    }

    private static final class Routing extends AbstractRoutingDataSource {
        @Override
        protected @Nullable Object determineCurrentLookupKey() {
            return null;
        }
    }
}
