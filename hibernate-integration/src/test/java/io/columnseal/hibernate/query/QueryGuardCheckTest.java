package io.columnseal.hibernate.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.columnseal.ConfigurationException;
import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.hibernate.TestFactory;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.query.sqm.mutation.internal.SqmMultiTableMutationStrategyProviderStandard;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableMutationStrategyProvider;
import org.hibernate.query.sqm.sql.StandardSqmTranslatorFactory;
import org.hibernate.query.sqm.tree.SqmStatement;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryGuardCheckTest {

    @Test
    void refusesToStartWithAnotherTranslatorThanItsOwn() {
        TestFactory factory = TestFactory.of(Clinic.Doctor.class)
                .setting(QueryGuardSettings.TRANSLATOR, StandardSqmTranslatorFactory.class.getName());

        assertThatThrownBy(factory::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("hibernate.query.sqm.translator: is set to")
                .hasMessageContaining("remove the setting");
    }

    @Test
    void leavesTheTranslatorOfAnApplicationWithoutEncryptionAlone() {
        try (SessionFactory factory = TestFactory.of(Clinic.Town.class)
                .setting(QueryGuardSettings.TRANSLATOR, StandardSqmTranslatorFactory.class.getName())
                .build()) {
            assertThat(engine(factory).getQueryEngine().getSqmTranslatorFactory())
                    .isExactlyInstanceOf(StandardSqmTranslatorFactory.class);
        }
    }

    @Test
    void refusesToStartWhenAMisuseIsNotRefused() {
        try (SessionFactory factory = TestFactory.of(Clinic.Doctor.class).build()) {
            String harmless = "select d.phone from Doctor d";
            SqmStatement<?> statement =
                    engine(factory).getQueryEngine().getHqlTranslator().translate(harmless, null);

            assertThatThrownBy(() -> QueryGuardCheck.requireRefusal(engine(factory), statement, harmless))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("did not refuse");
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Clinic.Doctor.class,
                InEmbeddable.class,
                InCollection.class,
                InElements.class,
                InEmbeddableCollection.class
            })
    void findsAMisuseWhereverTheEncryptedAttributeIs(Class<?> entity) {
        try (SessionFactory factory =
                TestFactory.of(entity, Clinic.Address.class).build()) {
            MisuseQuery misuse = MisuseQuery.of(engine(factory).getMappingMetamodel());

            assertThat(misuse).isNotNull();
            assertThatThrownBy(() -> new QueryCompiler(engine(factory)).compile(misuse.statement(engine(factory))))
                    .isInstanceOf(QueryRefusedException.class)
                    .hasMessageContaining("order by");
        }
    }

    @Test
    void guardsAFactoryWhoseOnlyEncryptedAttributeIsACollectionInAnEmbeddable() {
        try (SessionFactory factory =
                TestFactory.of(InEmbeddableCollection.class).build()) {
            assertThat(catchThrowable(() -> Queries.run(
                            factory,
                            "select e.id from InEmbeddableCollection e where :text member of e.info.allergies")))
                    .isExactlyInstanceOf(QueryRefusedException.class);
        }
    }

    @Test
    void refusesToStartWhereSomethingIsEncryptedButNoQueryCouldMisuseIt() {
        try (SessionFactory factory = TestFactory.of(Clinic.Town.class).build()) {
            assertThatThrownBy(() -> new QueryGuardCheck(true).sessionFactoryCreated(factory))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("cannot be proved to be in force");
        }
    }

    @Test
    void refusesToStartWithOtherStrategiesOfBulkStatementsThanItsOwn() {
        try (SessionFactory factory = TestFactory.of(Clinic.Doctor.class).build()) {
            SessionFactoryImplementor engine = engine(factory);
            ServiceRegistryImplementor registry = engine.getServiceRegistry();
            ServiceRegistryImplementor foreign = answering(
                    ServiceRegistryImplementor.class,
                    registry,
                    (method, argument) -> argument == SqmMultiTableMutationStrategyProvider.class
                            ? new SqmMultiTableMutationStrategyProviderStandard()
                            : null);
            SessionFactoryImplementor altered = answering(
                    SessionFactoryImplementor.class,
                    engine,
                    (method, argument) -> method.equals("getServiceRegistry") ? foreign : null);
            SessionFactory started = answering(
                    SessionFactory.class, factory, (method, argument) -> method.equals("unwrap") ? altered : null);

            assertThatThrownBy(() -> new QueryGuardCheck(true).sessionFactoryCreated(started))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("do not register another one");
        }
    }

    /** Another library's part of Hibernate: what the answers leave out, the original does. */
    private static <T> T answering(Class<T> type, T original, BiFunction<String, Object, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object answer = answers.apply(method.getName(), arguments == null ? null : arguments[0]);
                    return answer == null ? method.invoke(original, arguments) : answer;
                }));
    }

    @Test
    void leavesTheBulkStatementsOfAnApplicationWithoutEncryptionAlone() {
        try (SessionFactory factory =
                TestFactory.of(Plain.class, PlainChild.class).build()) {
            EntityPersister persister = engine(factory).getMappingMetamodel().getEntityDescriptor(Plain.class);

            assertThat(persister.getSqmMultiTableMutationStrategy().getClass().getName())
                    .startsWith("org.hibernate.");
            assertThat(persister.getSqmMultiTableInsertStrategy().getClass().getName())
                    .startsWith("org.hibernate.");
        }
    }

    @Test
    void findsNoneWhereNothingIsEncrypted() {
        try (SessionFactory factory = TestFactory.of(Clinic.Town.class).build()) {
            assertThat(MisuseQuery.of(engine(factory).getMappingMetamodel())).isNull();
            assertThat(EncryptedFactories.encrypts(engine(factory).getMappingMetamodel()))
                    .isFalse();
        }
    }

    @Test
    void theUserGetsTheRefusalItselfEveryTimeAndTheSessionGoesOn() {
        try (SessionFactory factory = TestFactory.of(Clinic.Doctor.class).build()) {
            factory.inTransaction(session -> {
                for (int i = 0; i < 2; i++) {
                    var query = session.createQuery("from Doctor d order by d.phone", Clinic.Doctor.class);
                    assertThat(catchThrowable(query::getResultList)).isExactlyInstanceOf(QueryRefusedException.class);
                    assertThat(catchThrowable(query::getResultStream)).isExactlyInstanceOf(QueryRefusedException.class);
                    assertThat(catchThrowable(query::getSingleResult)).isExactlyInstanceOf(QueryRefusedException.class);
                    var update = session.createMutationQuery("update Doctor d set d.name = d.phone");
                    assertThat(catchThrowable(update::executeUpdate)).isExactlyInstanceOf(QueryRefusedException.class);
                }
                assertThat(session.createQuery("from Doctor", Clinic.Doctor.class)
                                .getResultList())
                        .isEmpty();
            });
        }
    }

    private static SessionFactoryImplementor engine(SessionFactory factory) {
        return factory.unwrap(SessionFactoryImplementor.class);
    }

    @Entity(name = "InEmbeddable")
    static class InEmbeddable {
        @Id
        Long id;

        Clinic.Address home;
    }

    @Entity(name = "InCollection")
    static class InCollection {
        @Id
        Long id;

        @ElementCollection
        @Encrypted List<String> tags = new ArrayList<>();
    }

    @Entity(name = "InElements")
    static class InElements {
        @Id
        Long id;

        @ElementCollection
        List<Clinic.Address> homes = new ArrayList<>();
    }

    @Entity(name = "InEmbeddableCollection")
    static class InEmbeddableCollection {
        @Id
        Long id;

        Info info;
    }

    @Embeddable
    static class Info {
        @ElementCollection
        @Encrypted List<String> allergies = new ArrayList<>();
    }

    @Entity(name = "Plain")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Plain {
        @Id
        Long id;
    }

    @Entity(name = "PlainChild")
    static class PlainChild extends Plain {
        String name;
    }
}
