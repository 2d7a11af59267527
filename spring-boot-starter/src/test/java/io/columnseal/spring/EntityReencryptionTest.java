package io.columnseal.spring;

import static io.columnseal.test.ColumnSealAssertions.assertThatColumn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.hibernate.EncryptionSettings;
import io.columnseal.key.KeyInfo;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.InMemoryRunStore;
import io.columnseal.reencrypt.JdbcRunStore;
import io.columnseal.reencrypt.ReencryptionReport;
import io.columnseal.reencrypt.ReencryptionRun;
import io.columnseal.reencrypt.ReencryptionRun.State;
import io.columnseal.reencrypt.ReencryptionRun.Wish;
import io.columnseal.reencrypt.RunStore;
import io.columnseal.spring.clinic.Patient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.context.spi.TenantSchemaMapper;
import org.hibernate.engine.jdbc.connections.spi.AbstractDataSourceBasedMultiTenantConnectionProviderImpl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/** Which database a run covers: the one that the entities are in, or none. */
class EntityReencryptionTest {

    private final String north = Contexts.newDatabase();
    private final String south = Contexts.newDatabase();

    @TempDir
    Path folder;

    @Test
    void coversTheDatabaseOfTheFactoryAndNotThePrimaryOne() {
        Contexts.withJpa(north)
                .withUserConfiguration(TwoDatabases.class)
                .withPropertyValues("clinic.url=" + south)
                .run(context -> {
                    context.getBean(SessionFactory.class)
                            .inTransaction(session ->
                                    session.persist(new Patient("Ada", "123-45-6789", LocalDate.of(1984, 2, 29))));
                    KeyInfo active = context.getBean(ColumnSeal.class).keys().rotate("default", "system", "test");

                    ReencryptionReport report =
                            context.getBean(EntityReencryption.class).prepare().run();

                    assertThat(report.reencrypted()).isEqualTo(2);
                    assertThat(report.complete()).isTrue();
                    assertThatColumn(context.getBean("clinicDataSource", DataSource.class), "Patient", "ssn")
                            .isSealedUnder(active.id());
                });
    }

    @Test
    void isRememberedBesideTheKeysForEveryNodeAndTheCommandLine() {
        patients("columnseal.key-store.table-prefix=clinic_").run(context -> {
            rotateWithPatients(context, 1);

            ReencryptionReport report = context.getBean(EntityReencryption.class)
                    .prepare("quarterly")
                    .run();

            assertThat(report.complete()).isTrue();
            assertThat(context).hasSingleBean(RunStore.class);
            assertThat(JdbcRunStore.on(open(north)).withTablePrefix("clinic_").find("quarterly"))
                    .get()
                    .extracting(ReencryptionRun::state)
                    .isEqualTo(State.FINISHED);
        });
    }

    @Test
    void isHeldBackAsPropertiesSay() {
        patients("columnseal.reencrypt.page-size=1", "columnseal.reencrypt.windows=00:00-12:00,12:00-00:00")
                .run(context -> {
                    rotateWithPatients(context, 3);
                    List<Long> done = new ArrayList<>();

                    context.getBean(EntityReencryption.class)
                            .prepare()
                            .listener(progress -> done.add(progress.rowsDone()))
                            .run();

                    assertThat(done).contains(2L, 4L, 6L);
                });
    }

    @Test
    void namesThePropertyThatNoRunTakes() {
        for (String property : List.of("page-size=0", "parallelism=65", "rows-per-second=0", "windows=night")) {
            patients("columnseal.reencrypt." + property)
                    .run(context -> assertThatExceptionOfType(ConfigurationException.class)
                            .isThrownBy(context.getBean(EntityReencryption.class)::prepare)
                            .withMessageContaining("columnseal.reencrypt." + property.split("=")[0]));
        }
    }

    @Test
    void isRememberedByAStoreOfTheApplicationIfItHasOne() {
        InMemoryRunStore own = new InMemoryRunStore();
        patients().withBean(RunStore.class, () -> own).run(context -> {
            context.getBean(EntityReencryption.class).prepare("quarterly").run();

            assertThat(context.getBean(RunStore.class)).isSameAs(own);
            assertThat(own.find("quarterly")).isPresent();
        });
    }

    @Test
    void takesNoIdWhereNothingRemembersRuns() {
        patients("columnseal.key-store.file=" + folder.resolve("clinic.key"))
                .run(context -> assertThatExceptionOfType(ConfigurationException.class)
                        .isThrownBy(
                                () -> context.getBean(EntityReencryption.class).prepare("quarterly"))
                        .withMessageContaining(RunStore.class.getName()));
    }

    private ApplicationContextRunner patients(String... properties) {
        return Contexts.withJpa(north)
                .withUserConfiguration(Clinic.class)
                .withPropertyValues(properties)
                .withPropertyValues("spring.jpa.hibernate.ddl-auto=update");
    }

    private static void rotateWithPatients(AssertableApplicationContext context, int count) {
        assertThat(context).hasNotFailed();
        context.getBean(SessionFactory.class).inTransaction(session -> {
            for (int i = 0; i < count; i++) {
                session.persist(new Patient("Ada", "123-45-678" + i, LocalDate.of(1984, 2, 29)));
            }
        });
        context.getBean(ColumnSeal.class).keys().rotate("default", "system", "test");
    }

    @Test
    void followsTheAnswerToALeakedMasterKey() {
        ApplicationContextRunner application = Contexts.withJpa(north)
                .withUserConfiguration(TwoDatabases.class)
                .withPropertyValues(
                        "clinic.url=" + south,
                        "columnseal.key-store.url=" + Contexts.newDatabase(),
                        "columnseal.rotation.reencrypt=true");
        application
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.OTHER_MASTER_KEY)
                .run(context -> context.getBean(ColumnSeal.class).keys().initialize("default", "system"));

        application
                .withPropertyValues("columnseal.kms.local.previous-keys=" + Contexts.OTHER_MASTER_KEY)
                .run(context -> {
                    context.getBean(SessionFactory.class)
                            .inTransaction(session ->
                                    session.persist(new Patient("Ada", "123-45-6789", LocalDate.of(1984, 2, 29))));
                    ColumnSeal seal = context.getBean(ColumnSeal.class);

                    seal.keks()
                            .markCompromised(
                                    LocalKms.fromHex(Contexts.OTHER_MASTER_KEY).kekId(), "system", "leaked");

                    awaitFinished(context.getBean(RunStore.class), "kek-compromise");
                    List<KeyInfo> keys = seal.keys().history("default");
                    assertThat(keys).hasSize(2);
                    assertThatColumn(context.getBean("clinicDataSource", DataSource.class), "Patient", "ssn")
                            .isSealedUnder(keys.get(0).id());
                });
    }

    private static void leaveBehind(RunStore runs, String id) {
        Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
        runs.begin(new ReencryptionRun(id, State.RUNNING, Wish.RUN, "system", "-", anHourAgo, anHourAgo, 2, 0), true);
    }

    /** Its process was stopped, or killed, before the run was at its end. */
    @Test
    void goesOnWhenTheNextProcessStarts() {
        ApplicationContextRunner application = patients(
                        "columnseal.rotation.enabled=true", "columnseal.rotation.reencrypt=true")
                .withPropertyValues("columnseal.application=clinic");
        application.run(context -> {
            rotateWithPatients(context, 1);
            // On the same key tables, with entities of its own
            leaveBehind(context.getBean(RunStore.class), "rotation/archive");
            leaveBehind(context.getBean(RunStore.class), "rotation/clinic");
        });

        application.run(context -> {
            awaitFinished(context.getBean(RunStore.class), "rotation/clinic");
            assertThat(context.getBean(RunStore.class).find("rotation/archive"))
                    .hasValueSatisfying(other -> assertThat(other.state()).isEqualTo(State.RUNNING));
            assertThatColumn(context.getBean(DataSource.class), "Patient", "ssn")
                    .isSealedUnder(context.getBean(ColumnSeal.class)
                            .keys()
                            .history("default")
                            .get(0)
                            .id());
        });
    }

    private static void awaitFinished(RunStore runs, String id) {
        Instant deadline = Instant.now().plusSeconds(30);
        while (runs.find(id).filter(run -> run.state() == State.FINISHED).isEmpty()) {
            assertThat(Instant.now()).as("the run goes on").isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    /** And not after the first rotation, months later. */
    @Test
    void stopsTheStartWhereItCannotFollow() {
        routing(dataSource -> dataSource)
                .withPropertyValues("columnseal.rotation.reencrypt=true")
                .run(context -> assertThat(StartupFailures.of(context).getDescription())
                        .contains("routes between several databases"));
        Contexts.ready()
                .withPropertyValues("columnseal.rotation.reencrypt=true")
                .run(context -> assertThat(StartupFailures.of(context).getDescription())
                        .contains("columnseal.rotation.reencrypt", "needs one EntityManagerFactory"));
    }

    @Test
    void refusesADataSourceThatRoutes() {
        routing(dataSource -> dataSource).run(context -> assertRefused(context, "routes between several databases"));
    }

    @Test
    void refusesADataSourceThatRoutesBehindAProxy() {
        routing(LazyConnectionDataSourceProxy::new)
                .run(context -> assertRefused(context, "routes between several databases"));
    }

    @Test
    void refusesTenantsWithConnectionsOfTheirOwn() {
        tenants(
                        MultiTenancySettings.MULTI_TENANT_CONNECTION_PROVIDER,
                        new DatabasePerTenant(Map.of("north", north, "south", south)))
                .run(context -> assertRefused(context, "MultiTenantConnectionProvider"));
    }

    @Test
    void refusesTenantsWithSchemasOfTheirOwn() {
        TenantSchemaMapper<String> mapper = tenant -> "PUBLIC";
        tenants(MultiTenancySettings.MULTI_TENANT_SCHEMA_MAPPER, mapper)
                .run(context -> assertRefused(context, "TenantSchemaMapper"));
    }

    private static void assertRefused(AssertableApplicationContext context, String reason) {
        assertThat(context).hasNotFailed();
        EntityReencryption reencryption = context.getBean(EntityReencryption.class);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(reencryption::prepare)
                .withMessageContaining(reason)
                .withMessageContaining("seal.reencryption(dataSource, sealedColumns.list())");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(context.getBean(EntityIndexRebuild.class)::prepare)
                .withMessageContaining(reason)
                .withMessageContaining("sealedColumns.indexRebuild(dataSource)");
    }

    private interface Proxy {
        DataSource of(DataSource target);
    }

    private ApplicationContextRunner routing(Proxy proxy) {
        Routing routing = new Routing();
        routing.setTargetDataSources(Map.of("north", open(north), "south", open(south)));
        routing.setDefaultTargetDataSource(open(south));
        routing.afterPropertiesSet();
        return clinic().withBean(DataSource.class, () -> proxy.of(routing));
    }

    private ApplicationContextRunner tenants(String setting, Object value) {
        return clinic().withBean(HibernatePropertiesCustomizer.class, () -> properties -> {
            properties.put(setting, value);
            properties.put(MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new North());
        });
    }

    private ApplicationContextRunner clinic() {
        return Contexts.withJpa(north)
                .withUserConfiguration(Clinic.class)
                .withPropertyValues(
                        "columnseal.key-store.url=" + north,
                        "columnseal.schema-check=false",
                        "spring.jpa.hibernate.ddl-auto=none");
    }

    private static DataSource open(String url) {
        return new DriverManagerDataSource(url, "sa", "");
    }

    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = Patient.class)
    static class Clinic {}

    @Configuration(proxyBeanMethods = false)
    static class TwoDatabases {

        @Bean
        @Primary
        DataSource reportsDataSource() {
            return open(Contexts.newDatabase());
        }

        @Bean
        DataSource clinicDataSource(org.springframework.core.env.Environment environment) {
            return open(environment.getRequiredProperty("clinic.url"));
        }

        @Bean
        LocalContainerEntityManagerFactoryBean entityManagerFactory(
                @Qualifier("clinicDataSource") DataSource clinic, ColumnSeal seal) {
            LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
            factory.setDataSource(clinic);
            factory.setPackagesToScan(Patient.class.getPackageName());
            factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
            factory.setJpaPropertyMap(
                    Map.of(SchemaToolingSettings.HBM2DDL_AUTO, "update", EncryptionSettings.INSTANCE, seal));
            return factory;
        }
    }

    private static final class Routing extends AbstractRoutingDataSource {
        @Override
        protected @Nullable Object determineCurrentLookupKey() {
            return null;
        }
    }

    private static final class North implements CurrentTenantIdentifierResolver<String> {

        @Override
        public String resolveCurrentTenantIdentifier() {
            return "north";
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return false;
        }
    }

    private static final class DatabasePerTenant
            extends AbstractDataSourceBasedMultiTenantConnectionProviderImpl<String> {

        private static final long serialVersionUID = 1L;

        private final transient Map<String, String> urls;

        DatabasePerTenant(Map<String, String> urls) {
            this.urls = urls;
        }

        @Override
        protected DataSource selectAnyDataSource() {
            return selectDataSource("north");
        }

        @Override
        protected DataSource selectDataSource(String tenant) {
            return open(urls.get(tenant));
        }
    }
}
