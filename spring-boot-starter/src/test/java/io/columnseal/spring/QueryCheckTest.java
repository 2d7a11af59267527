package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.QueryRefusedException;
import io.columnseal.spring.search.MisusingPeople;
import io.columnseal.spring.search.Person;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactoryBean;
import org.springframework.data.repository.Repository;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/** A repository's query that cannot work is found when the application starts. */
@ExtendWith(OutputCaptureExtension.class)
class QueryCheckTest {

    @Test
    void tellsTheMethodTheReasonAndTheRemedy() {
        with(Derived.class).run(context -> {
            FailureAnalysis analysis = StartupFailures.of(context);
            assertThat(analysis.getDescription())
                    .contains("Derived.findBySsnStartingWith", "Person.ssn", "in like", "@BlindIndex(prefix");
            assertThat(analysis.getAction()).contains("columnseal.query-check=warn");
            assertThat(analysis.getCause()).isInstanceOf(QueryRefusedException.class);
        });
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                DerivedCount.class,
                Declared.class,
                DeclaredForItsEntity.class,
                DeclaredCount.class,
                Changing.class,
                Named.class
            })
    void findsMisuseHoweverTheQueryIsWritten(Class<?> repository) {
        with(repository)
                .run(context -> assertThat(StartupFailures.of(context).getDescription())
                        .contains(repository.getSimpleName(), "Person.diagnosis"));
    }

    @Test
    void findsMisuseWhereTheFactoryShowsNothingOfHibernate() {
        with(Declared.class)
                .withBean(PlainFactories.class)
                .run(context ->
                        assertThat(StartupFailures.of(context).getDescription()).contains("Person.diagnosis"));
    }

    private static final class PlainFactories implements BeanPostProcessor {

        @Override
        public Object postProcessBeforeInitialization(Object bean, String name) {
            if (bean instanceof LocalContainerEntityManagerFactoryBean factory) {
                factory.setEntityManagerFactoryInterface(EntityManagerFactory.class);
            }
            return bean;
        }
    }

    @Test
    void canWarnInstead(CapturedOutput output) {
        with(Derived.class).withPropertyValues("columnseal.query-check=warn").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output)
                    .containsOnlyOnce(
                            "Derived.findBySsnStartingWith(java.lang.String) is refused: Encrypted attribute ");
            assertThatExceptionOfType(QueryRefusedException.class)
                    .isThrownBy(() -> context.getBean(Derived.class).findBySsnStartingWith("1"));
        });
    }

    @Test
    void looksAtLazilyMadeRepositoriesWhenTheyAreUsed() {
        withEntities()
                .withBean(
                        "repository",
                        JpaRepositoryFactoryBean.class,
                        () -> new JpaRepositoryFactoryBean<>(Derived.class),
                        definition -> definition.getPropertyValues().add("lazyInit", true))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThatExceptionOfType(RuntimeException.class)
                            .isThrownBy(() -> context.getBean(Derived.class).all())
                            .withRootCauseInstanceOf(QueryRefusedException.class);
                });
    }

    @Test
    void looksAtRepositoriesThatAreLazyWhenTheyAreUsed() {
        withScan("lazy").run(context -> {
            assertThat(context).hasNotFailed();
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> context.getBean(MisusingPeople.class).findByDiagnosis("x"))
                    .withRootCauseInstanceOf(QueryRefusedException.class)
                    // Not the query, which was not asked for: the repository
                    .withStackTraceContaining(" is refused: ");
        });
    }

    /** They are made while Hibernate still starts on a thread of its own. */
    @Test
    void looksAtDeferredRepositoriesBeforeTheApplicationIsReady() {
        withScan("deferred")
                .withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                .run(context -> assertThat(StartupFailures.of(context).getDescription())
                        .contains("MisusingPeople.", " is refused: "));
    }

    private static ApplicationContextRunner withScan(String bootstrapMode) {
        return withEntities()
                .withUserConfiguration(People.class)
                .withConfiguration(AutoConfigurations.of(DataJpaRepositoriesAutoConfiguration.class))
                .withPropertyValues("spring.data.jpa.repositories.bootstrap-mode=" + bootstrapMode);
    }

    @Test
    void findsMisuseOfEntitiesThatAContextAboveManages() {
        withEntities()
                .run(above -> Contexts.bare()
                        .withParent(above)
                        .withBean("repository", JpaRepositoryFactoryBean.class, Declared.class)
                        .run(context -> assertThat(StartupFailures.of(context).getDescription())
                                .contains("Declared.some", "Person.diagnosis")));
    }

    @Test
    void findsMisuseThoughAnotherFactoryCannotTellWhatItManages() {
        withEntities()
                .withPropertyValues("columnseal.query-check=warn")
                .withInitializer(context -> ((GenericApplicationContext) context)
                        .registerBean(
                                CheckedRepositories.class,
                                () -> new CheckedRepositories(new RepositoryQueryCheck(
                                        () -> List.of(closedFactory(), context.getBean(EntityManagerFactory.class)),
                                        () -> QueryCheck.FAIL))))
                .withBean("repository", JpaRepositoryFactoryBean.class, Declared.class)
                .run(context -> assertThat(StartupFailures.of(context).getDescription())
                        .contains("Declared.some", "Person.diagnosis"));
    }

    private static EntityManagerFactory closedFactory() {
        return (EntityManagerFactory) Proxy.newProxyInstance(
                EntityManagerFactory.class.getClassLoader(),
                new Class<?>[] {EntityManagerFactory.class},
                (proxy, method, arguments) -> {
                    throw new IllegalStateException("closed");
                });
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackageClasses = MisusingPeople.class)
    static class People {}

    @Test
    void leavesNativeQueriesAlone() {
        with(Native.class).run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void leavesQueriesAloneWhoseTextIsNotKnownBeforeTheyAreUsed() {
        with(Computed.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(Computed.class).some("London")).isEmpty();
        });
    }

    @Test
    void isNotNeededWithoutSpringData() {
        Contexts.ready()
                .withClassLoader(new FilteredClassLoader(JpaRepositoryFactoryBean.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CheckedRepositories.class));
    }

    private static ApplicationContextRunner with(Class<?> repository) {
        return withEntities().withBean("repository", JpaRepositoryFactoryBean.class, repository);
    }

    private static ApplicationContextRunner withEntities() {
        return Contexts.withJpa(Contexts.newDatabase())
                .withUserConfiguration(Entities.class)
                .withPropertyValues("spring.jpa.hibernate.ddl-auto=create");
    }

    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = Person.class)
    static class Entities {}

    interface Derived extends Repository<Person, Long> {

        List<Person> findBySsnStartingWith(String start);

        @Query("select p from Person p")
        List<Person> all();
    }

    interface DerivedCount extends Repository<Person, Long> {

        long countByDiagnosis(String diagnosis);
    }

    interface Declared extends Repository<Person, Long> {

        @Query("select p from Person p where p.city = :city or p.diagnosis like concat('%', :part, '%')")
        List<Person> some(String city, String part);
    }

    interface DeclaredForItsEntity extends Repository<Person, Long> {

        @Query("select p from #{#entityName} p where p.diagnosis = :#{#sought}")
        List<Person> some(String sought);
    }

    interface DeclaredCount extends Repository<Person, Long> {

        @Query(
                value = "select p from Person p where p.city = ?1",
                countQuery = "select count(distinct p.diagnosis) from Person p where p.city = ?1")
        Page<Person> some(String city, Pageable page);
    }

    interface Changing extends Repository<Person, Long> {

        @Modifying
        @Query("update Person p set p.city = p.diagnosis where p.city = ?1")
        int change(String city);
    }

    interface Named extends Repository<Person, Long> {

        List<Person> named(String diagnosis);
    }

    interface Native extends Repository<Person, Long> {

        @NativeQuery("select count(*) from person where diagnosis = ?1")
        long some(byte[] sealed);
    }

    interface Computed extends Repository<Person, Long> {

        @Query("select p from #{#entityName} p where #{'p.city'} = :city")
        List<Person> some(String city);
    }
}
