package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.KeyStoreSchemaException;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.spring.clinic.Patient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Who creates the key tables, and that nobody reads them before. */
class DatabaseInitializationTest {

    private final String database = Contexts.newDatabase();

    @TempDir
    private Path folder;

    @Test
    void createsTheTablesInMemoryAndInAFileOfThisProcess() {
        Contexts.ready()
                .run(context ->
                        assertThat(tables(context.getBean(DataSource.class))).contains("DATA_ENCRYPTION_KEYS"));
        Contexts.withDatabase("jdbc:h2:file:" + folder.resolve("clinic"))
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .run(context ->
                        assertThat(tables(context.getBean(DataSource.class))).contains("DATA_ENCRYPTION_KEYS"));
    }

    @ParameterizedTest
    @CsvSource({"embedded,true", "always,true", "never,false"})
    void createsTheTablesWhenToldTo(String mode, boolean created) {
        Contexts.ready()
                .withPropertyValues("columnseal.key-store.initialize-schema=" + mode)
                .run(context -> {
                    if (created) {
                        assertThat(context).hasNotFailed();
                    } else {
                        assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(java.sql.SQLException.class);
                        assertThat(context.getStartupFailure())
                                .hasStackTraceContaining(KeyStoreSchemaException.class.getName());
                    }
                });
    }

    @Test
    void createsTheTablesInASchemaAndUnderAPrefix() {
        Contexts.withDatabase(database + ";INIT=create schema if not exists vault")
                .withPropertyValues(
                        "columnseal.kms.local.master-key=" + Contexts.MASTER_KEY,
                        "columnseal.key-store.schema=vault",
                        "columnseal.key-store.table-prefix=cs_")
                .run(context -> assertThat(tables(context.getBean(DataSource.class)))
                        .containsExactlyInAnyOrder(
                                "CS_COLUMNSEAL_APPROVALS",
                                "CS_COLUMNSEAL_COLUMNS",
                                "CS_COLUMNSEAL_KEY_NOTES",
                                "CS_COLUMNSEAL_META",
                                "CS_COLUMNSEAL_NODES",
                                "CS_COLUMNSEAL_QUARANTINE",
                                "CS_COLUMNSEAL_RUNS",
                                "CS_COLUMNSEAL_RUN_PARTS",
                                "CS_COLUMNSEAL_RUN_RANGES",
                                "CS_COLUMNSEAL_TASKS",
                                "CS_DATA_ENCRYPTION_KEYS",
                                "CS_MASTER_KEY_ACCESS_LOG"));
    }

    @Test
    void waitsForFlyway() {
        never().withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                .withPropertyValues("spring.flyway.locations=classpath:columnseal/migration/h2")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(tables(context.getBean(DataSource.class))).contains("flyway_schema_history");
                });
    }

    @Test
    void waitsForFlywayTogetherWithHibernate() {
        Contexts.withJpa(database)
                .withUserConfiguration(Clinic.class)
                .withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                .withPropertyValues(
                        "columnseal.key-store.initialize-schema=never",
                        "spring.jpa.hibernate.ddl-auto=validate",
                        "spring.flyway.locations=classpath:columnseal/migration/h2,classpath:db/clinic")
                .run(context -> context.getBean(SessionFactory.class)
                        .inTransaction(session ->
                                session.persist(new Patient("Ada", "123-45-6789", LocalDate.of(1984, 2, 29)))));
    }

    @Test
    void leavesAnEmptySchemaToFlyway() {
        Contexts.withJpa(database)
                .withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                .withPropertyValues("spring.flyway.locations=classpath:db/clinic")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void doesNotPassAsVersionOneInAnApplicationThatHasMigratedBefore() throws IOException {
        migrateTo57();

        migrations("filesystem:" + folder + ",classpath:columnseal/migration/h2")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasStackTraceContaining("Detected resolved migration not applied to database: 1"));
    }

    @Test
    void passesAsTheNextVersionOfAnApplicationThatHasMigratedBefore() throws IOException {
        migrateTo57();
        try (InputStream script = getClass().getResourceAsStream("/columnseal/migration/h2/V1__columnseal.sql")) {
            Files.copy(script, folder.resolve("V58__columnseal.sql"));
        }

        migrations("filesystem:" + folder)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ColumnSeal.class));
    }

    private void migrateTo57() throws IOException {
        Files.writeString(folder.resolve("V57__ward.sql"), "create table ward (name varchar(20));");
        migrations("filesystem:" + folder)
                .withPropertyValues("columnseal.enabled=false", "columnseal.environment=test")
                .run(context -> assertThat(context).hasNotFailed());
    }

    private ApplicationContextRunner migrations(String locations) {
        return never().withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                .withPropertyValues("spring.flyway.locations=" + locations);
    }

    @Test
    void waitsForFlywayWhenThereAreNoEntitiesToDeferItFor() {
        never().withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                .withPropertyValues(
                        "spring.flyway.locations=classpath:columnseal/migration/h2",
                        "spring.jpa.defer-datasource-initialization=true")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void cannotWaitForFlywayWhenSpringBootLetsItWaitForTheEntities() {
        ApplicationContextRunner deferred = Contexts.withJpa(database)
                .withUserConfiguration(Clinic.class)
                .withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                .withPropertyValues(
                        "spring.jpa.defer-datasource-initialization=true",
                        "spring.jpa.hibernate.ddl-auto=none",
                        "spring.flyway.locations=classpath:db/clinic");

        deferred.withPropertyValues("columnseal.key-store.initialize-schema=never")
                .run(context -> assertThat(StartupFailures.of(context).getAction())
                        .contains("spring.jpa.defer-datasource-initialization=true", "initialize-schema=always"));
        deferred.withPropertyValues("spring.flyway.baseline-on-migrate=true")
                .run(context -> assertThat(context.getBeanFactory().getDependenciesForBean("flyway"))
                        .contains("entityManagerFactory"));
    }

    @Test
    void waitsForLiquibase() {
        never().withConfiguration(AutoConfigurations.of(LiquibaseAutoConfiguration.class))
                .withPropertyValues("spring.liquibase.change-log=classpath:db/changelog/keys.yaml")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(tables(context.getBean(DataSource.class))).contains("DATABASECHANGELOG");
                });
    }

    @Test
    void waitsForScriptsOfSpring() {
        never().withConfiguration(AutoConfigurations.of(DataSourceInitializationAutoConfiguration.class))
                .withPropertyValues("spring.sql.init.schema-locations=classpath:io/columnseal/schema/schema-h2.sql")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void letsTheApplicationsKeyStoreWaitToo() {
        never().withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                .withPropertyValues("spring.flyway.locations=classpath:columnseal/migration/h2")
                .withBean(
                        DataKeyStore.class, () -> JdbcDataKeyStore.on(new DriverManagerDataSource(database, "sa", "")))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void doesNotWaitForScriptsThatWaitForTheEntities() {
        Contexts.withJpa(database)
                .withUserConfiguration(Clinic.class)
                .withConfiguration(AutoConfigurations.of(DataSourceInitializationAutoConfiguration.class))
                .withPropertyValues(
                        "spring.jpa.defer-datasource-initialization=true",
                        "spring.jpa.hibernate.ddl-auto=create",
                        "spring.sql.init.schema-locations=optional:classpath:none.sql",
                        "spring.sql.init.data-locations=optional:classpath:none.sql")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ColumnSeal.class));
    }

    /** Without Hibernate, which would be the first to wait, and ours would come after it by chance. */
    private ApplicationContextRunner never() {
        return Contexts.withDatabase(database)
                .withPropertyValues(
                        "columnseal.kms.local.master-key=" + Contexts.MASTER_KEY,
                        "columnseal.key-store.initialize-schema=never");
    }

    private static List<String> tables(DataSource dataSource) {
        return JdbcClient.create(dataSource)
                .sql("select table_name from information_schema.tables where table_schema in ('PUBLIC', 'VAULT')")
                .query(String.class)
                .list();
    }

    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = Patient.class)
    static class Clinic {}
}
