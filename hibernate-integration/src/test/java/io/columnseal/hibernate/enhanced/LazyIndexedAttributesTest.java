package io.columnseal.hibernate.enhanced;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.hibernate.IndexedRows;
import io.columnseal.hibernate.TestFactory;
import java.util.List;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.engine.spi.PersistentAttributeInterceptable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Index values of attributes that are not fetched stay as they are. */
class LazyIndexedAttributesTest {

    private SessionFactory factory;
    private Class<?> entity;

    private void start(Class<?> original) throws ReflectiveOperationException {
        ClassLoader loader = new EnhancingClassLoader(original);
        entity = loader.loadClass(original.getName());
        assertThat(PersistentAttributeInterceptable.class).isAssignableFrom(entity);
        factory = TestFactory.of(entity)
                .classLoader(loader)
                .setting(AvailableSettings.GENERATE_STATISTICS, true)
                .build();
        LazyPatient patient = newPatient();
        patient.setSsn("ssn");
        patient.setPhone("phone");
        patient.setPlain("a");
        factory.inTransaction(session -> session.persist(patient));
    }

    @AfterEach
    void stop() {
        try (SessionFactory stopped = factory) {
            IndexedRows.assertConsistent(stopped);
        }
    }

    private LazyPatient newPatient() throws ReflectiveOperationException {
        LazyPatient patient = (LazyPatient) entity.getDeclaredConstructor().newInstance();
        patient.setId(1L);
        return patient;
    }

    private LazyPatient find(Session session) {
        LazyPatient patient = (LazyPatient) session.find(entity, 1L);
        assertThat(Hibernate.isPropertyInitialized(patient, "ssn")).isFalse();
        return patient;
    }

    private void assertFound(String ssn) {
        assertThat(find("ssn =", ssn)).containsExactly(ssn);
        assertThat(find("ssnEnd =", ssn.substring(ssn.length() - 2))).containsExactly(ssn);
        assertThat(find("ssn like", ssn.substring(0, 2) + "%")).containsExactly(ssn);
    }

    private List<String> find(String comparison, String value) {
        return factory.fromSession(session -> session.createQuery(
                        "select p.ssn from Patient p where p." + comparison + " :x", String.class)
                .setParameter("x", value)
                .getResultList());
    }

    private void assertPhoneFound(String phone) {
        if (entity.getSimpleName().equals("TwoGroups")) {
            List<String> found = factory.fromSession(
                    session -> session.createQuery("select p.phone from Patient p where p.phone = :phone", String.class)
                            .setParameter("phone", phone)
                            .getResultList());
            assertThat(found).containsExactly(phone);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {OneGroup.class, TwoGroups.class})
    void changesOfOtherAttributesFetchNothingAndLoseNothing(Class<?> original) throws Exception {
        start(original);
        factory.getStatistics().clear();

        factory.inTransaction(session -> {
            LazyPatient patient = find(session);
            patient.setPlain("b");
            session.flush();
            assertThat(Hibernate.isPropertyInitialized(patient, "ssn")).isFalse();
        });

        assertThat(factory.getStatistics().getPrepareStatementCount()).isEqualTo(2);
        assertThat(factory.fromSession(this::find).getPlain()).isEqualTo("b");
        assertFound("ssn");
        assertPhoneFound("phone");
    }

    @ParameterizedTest
    @ValueSource(classes = {OneGroup.class, TwoGroups.class})
    void changesOfTheAttributeItself(Class<?> original) throws Exception {
        start(original);

        factory.inTransaction(session -> find(session).setSsn("set unfetched"));
        assertFound("set unfetched");
        assertPhoneFound("phone");

        factory.inTransaction(session -> {
            LazyPatient patient = find(session);
            assertThat(patient.getSsn()).isEqualTo("set unfetched");
            patient.setSsn("set fetched");
        });
        assertFound("set fetched");
        assertPhoneFound("phone");

        factory.inTransaction(session -> {
            LazyPatient patient = find(session);
            assertThat(patient.getSsn()).isEqualTo("set fetched");
            patient.setPlain("c");
        });
        assertFound("set fetched");
        assertPhoneFound("phone");
    }

    @ParameterizedTest
    @ValueSource(classes = {OneGroup.class, TwoGroups.class})
    void mergeAndStatelessUpdatesOfUnfetchedEntities(Class<?> original) throws Exception {
        start(original);
        LazyPatient detached = factory.fromSession(this::find);

        detached.setPlain("merged");
        factory.inTransaction(session -> session.merge(detached));
        assertFound("ssn");
        assertPhoneFound("phone");

        detached.setPlain("updated");
        factory.inStatelessTransaction(session -> session.update(detached));
        assertFound("ssn");
        assertPhoneFound("phone");
    }

    @ParameterizedTest
    @ValueSource(classes = TwoGroups.class)
    void oneGroupFetchedAndTheOtherNot(Class<?> original) throws Exception {
        start(original);

        factory.inTransaction(session -> {
            LazyPatient patient = find(session);
            assertThat(patient.getPhone()).isEqualTo("phone");
            patient.setPhone("changed");
            session.flush();
            assertThat(Hibernate.isPropertyInitialized(patient, "ssn")).isFalse();
        });

        assertFound("ssn");
        assertPhoneFound("changed");
    }

    @ParameterizedTest
    @ValueSource(classes = {OneGroup.class, TwoGroups.class, ChangedOnly.class})
    void mergeOfANewInstanceOverAStoredRow(Class<?> original) throws Exception {
        start(original);
        LazyPatient fresh = newPatient();
        fresh.setSsn("ssn");
        fresh.setPlain("merged");
        factory.inTransaction(session -> session.merge(fresh));
        assertFound("ssn");

        fresh.setSsn("merged");
        factory.inTransaction(session -> session.merge(fresh));
        assertFound("merged");
    }

    @ParameterizedTest
    @ValueSource(classes = TwoGroups.class)
    void statelessUpdatesOfAnEntityThatIsFetchedInPart(Class<?> original) throws Exception {
        start(original);
        LazyPatient detached = factory.fromSession(session -> {
            LazyPatient patient = find(session);
            assertThat(patient.getSsn()).isEqualTo("ssn");
            return patient;
        });
        assertThat(Hibernate.isPropertyInitialized(detached, "phone")).isFalse();

        detached.setSsn("lost");
        detached.setPlain("updated");
        factory.inStatelessTransaction(session -> session.update(detached));

        assertThat(factory.fromSession(this::find).getPlain()).isEqualTo("updated");
        // Hibernate writes lazy attributes of such an entity not at all
        assertFound("ssn");
        assertPhoneFound("phone");
    }

    @ParameterizedTest
    @ValueSource(classes = ChangedOnly.class)
    void changesOfAReferenceThatIsNotFetched(Class<?> original) throws Exception {
        start(original);

        factory.inTransaction(session -> ((LazyPatient) session.getReference(entity, 1L)).setPlain("changed"));
        assertFound("ssn");

        factory.inTransaction(session -> ((LazyPatient) session.getReference(entity, 1L)).setSsn("changed"));
        assertFound("changed");
        assertThat(factory.fromSession(session -> (LazyPatient) session.find(entity, 1L))
                        .getPlain())
                .isEqualTo("changed");
    }
}
