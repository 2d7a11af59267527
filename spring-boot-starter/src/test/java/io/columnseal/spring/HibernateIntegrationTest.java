package io.columnseal.spring;

import static io.columnseal.test.ColumnSealAssertions.assertThatColumn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import io.columnseal.hibernate.SealedSchema;
import io.columnseal.key.KeyInfo;
import io.columnseal.spring.clinic.Patient;
import io.columnseal.spring.tenants.Visit;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.junit.jupiter.api.Test;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's EntityManagerFactory with the application's ColumnSeal. */
class HibernateIntegrationTest {

    private static final LocalDate BIRTH = LocalDate.of(1984, 2, 29);

    private final String database = Contexts.newDatabase();

    @Test
    void sealsWhatIsAnnotatedAndReadsItBack() {
        clinic().run(context -> {
            SessionFactory sessions = context.getBean(SessionFactory.class);
            sessions.inTransaction(session -> session.persist(new Patient("Ada", "123-45-6789", BIRTH)));
            sessions.inTransaction(session -> {
                Patient read =
                        session.createQuery("from Patient", Patient.class).getSingleResult();
                assertThat(read.getSsn()).isEqualTo("123-45-6789");
                assertThat(read.getBirthDate()).isEqualTo(BIRTH);
            });
            DataSource dataSource = context.getBean(DataSource.class);
            assertThatColumn(dataSource, "patient", "ssn").isSealed();
            assertThatColumn(dataSource, "patient", "birth_date").isSealed();
        });
    }

    @Test
    void passesTheSchemaValidationOfHibernate() {
        clinic().run(context -> assertThat(context).hasNotFailed());
        clinic().withPropertyValues("spring.jpa.hibernate.ddl-auto=validate")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void registersColumnsUnderTheApplicationsName() {
        clinic().withPropertyValues("spring.application.name=clinic")
                .run(context -> assertThat(
                                context.getBean(ColumnSeal.class).columns().find("clinic"))
                        .hasSize(2));
        clinic().withPropertyValues("spring.application.name=clinic", "columnseal.application=archive")
                .run(context -> assertThat(
                                context.getBean(ColumnSeal.class).columns().find("archive"))
                        .hasSize(2));
    }

    @Test
    void aPersistenceUnitKeepsANameOfItsOwn() {
        clinic().withPropertyValues(
                        "spring.application.name=clinic", "spring.jpa.properties.columnseal.application=archive")
                .run(context -> assertThat(
                                context.getBean(ColumnSeal.class).columns().find("archive"))
                        .hasSize(2));
    }

    @Test
    void needsNoSecondConnectionOfTheApplicationsPool() {
        clinic().withPropertyValues(
                        "spring.datasource.hikari.maximum-pool-size=1",
                        "spring.datasource.hikari.connection-timeout=2000")
                .run(context -> {
                    EntityManager entities = entities(context);
                    transaction(context).executeWithoutResult(status -> {
                        // Holds the only connection while the first key is made
                        entities.createNativeQuery("select 1").getSingleResult();
                        entities.persist(new Patient("Ada", "123-45-6789", BIRTH));
                        entities.flush();
                    });
                    assertThatColumn(context.getBean(DataSource.class), "patient", "ssn")
                            .isSealed();
                });
    }

    @Test
    void keepsTheKeyOfATransactionThatIsRolledBack() {
        clinic().run(context -> {
            EntityManager entities = entities(context);
            transaction(context).executeWithoutResult(status -> {
                entities.persist(new Patient("Ada", "123-45-6789", BIRTH));
                entities.flush();
                status.setRollbackOnly();
            });
            assertThat(context.getBean(ColumnSeal.class).keys().history("default"))
                    .hasSize(1);
        });
    }

    @Test
    void sealsForTheTenantOfTheSession() {
        AtomicReference<String> tenant = new AtomicReference<>("clinic-1");
        withEntities(Tenants.class)
                .withBean(CurrentTenantIdentifierResolver.class, () -> new Resolver(tenant))
                .run(context -> {
                    SessionFactory sessions = context.getBean(SessionFactory.class);
                    sessions.inTransaction(session -> session.persist(new Visit("migraine")));
                    tenant.set("clinic-2");
                    sessions.inTransaction(session -> session.persist(new Visit("asthma")));
                    sessions.inTransaction(session -> assertThat(session.createQuery("from Visit", Visit.class)
                                    .getResultList())
                            .extracting(Visit::getDiagnosis)
                            .containsExactly("asthma"));
                    ColumnSeal seal = context.getBean(ColumnSeal.class);
                    assertThat(seal.keys().history("clinic-1")).hasSize(1);
                    assertThat(seal.keys().history("clinic-2")).hasSize(1);
                });
    }

    @Test
    void isReadyBeforeTheEntityManagerFactoryAndClosedAfterIt() {
        AtomicReference<EntityManagerFactory> factory = new AtomicReference<>();
        AtomicReference<Boolean> factoryOpenWhenKeysWereWiped = new AtomicReference<>();
        SealListener listener = event -> {
            if (event instanceof SealEvent.KeyEvicted) {
                factoryOpenWhenKeysWereWiped.set(factory.get().isOpen());
            }
        };
        clinic().withBean(SealListener.class, () -> listener).run(context -> {
            factory.set(context.getBean(EntityManagerFactory.class));
            factory.get()
                    .unwrap(SessionFactory.class)
                    .inTransaction(session -> session.persist(new Patient("Ada", "123-45-6789", BIRTH)));
            assertThat(context.getBeanFactory().getDependenciesForBean("entityManagerFactory"))
                    .contains("columnSeal");
        });
        assertThat(factoryOpenWhenKeysWereWiped).hasValue(false);
    }

    @Test
    void phasesOfMigrationsReachHibernate() {
        clinic().withPropertyValues("columnseal.migration.patient.snn=prepare")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContainingAll("columnseal.migration.patient.snn", "did you mean patient.ssn"));
        clinic().withPropertyValues("columnseal.migration[patient.birth_date]=prepare")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContainingAll("birthDate", "both sealed and unsealed"));
    }

    @Test
    void storesValuesReadableInDevelopmentWhenToldTo() {
        clinic().withPropertyValues("columnseal.enabled=false", "columnseal.environment=development")
                .run(context -> {
                    SessionFactory sessions = context.getBean(SessionFactory.class);
                    sessions.inTransaction(session -> session.persist(new Patient("Ada", "123-45-6789", BIRTH)));
                    byte[] stored = JdbcClient.create(context.getBean(DataSource.class))
                            .sql("select ssn from patient")
                            .query(byte[].class)
                            .single();
                    assertThat(new String(stored, UTF_8)).endsWith("123-45-6789");
                });
    }

    @Test
    void printsTheStatementsForColumnsThatAreTooShort() {
        clinic().run(context -> JdbcClient.create(context.getBean(DataSource.class))
                .sql("alter table patient alter column ssn varchar(11)")
                .update());
        clinic().withPropertyValues("spring.jpa.hibernate.ddl-auto=none")
                .run(context ->
                        assertThat(StartupFailures.of(context).getDescription()).contains("ssn"));
        clinic().withPropertyValues("spring.jpa.hibernate.ddl-auto=none", "columnseal.schema-check=false")
                .run(context -> assertThat(context.getBean(SealedSchema.class).ddl())
                        .singleElement()
                        .asString()
                        .contains("patient", "ssn"));
    }

    @Test
    void movesStoredValuesToTheActiveKey() {
        clinic().run(context -> {
            SessionFactory sessions = context.getBean(SessionFactory.class);
            sessions.inTransaction(session -> session.persist(new Patient("Ada", "123-45-6789", BIRTH)));
            KeyInfo active = context.getBean(ColumnSeal.class).keys().rotate("default", "system", "test");

            context.getBean(EntityReencryption.class).prepare().run();

            DataSource dataSource = context.getBean(DataSource.class);
            assertThatColumn(dataSource, "patient", "ssn").isSealedUnder(active.id());
            assertThatColumn(dataSource, "patient", "birth_date").isSealedUnder(active.id());
            sessions.inTransaction(session -> assertThat(session.createQuery("from Patient", Patient.class)
                            .getSingleResult()
                            .getSsn())
                    .isEqualTo("123-45-6789"));
        });
    }

    private ApplicationContextRunner clinic() {
        return withEntities(Clinic.class);
    }

    private ApplicationContextRunner withEntities(Class<?> application) {
        return Contexts.withJpa(database)
                .withUserConfiguration(application)
                .withPropertyValues("spring.jpa.hibernate.ddl-auto=update");
    }

    private static TransactionTemplate transaction(ApplicationContext context) {
        return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }

    private static EntityManager entities(ApplicationContext context) {
        return SharedEntityManagerCreator.createSharedEntityManager(context.getBean(EntityManagerFactory.class));
    }

    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = Patient.class)
    static class Clinic {}

    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = Visit.class)
    static class Tenants {}

    private record Resolver(AtomicReference<String> tenant) implements CurrentTenantIdentifierResolver<String> {

        @Override
        public String resolveCurrentTenantIdentifier() {
            return tenant.get();
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return false;
        }
    }
}
