package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreUpdate;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hibernate.CustomEntityDirtinessStrategy;
import org.hibernate.Interceptor;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreInsertEventListener;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpdateEventListener;
import org.hibernate.event.spi.PreUpsertEvent;
import org.hibernate.event.spi.PreUpsertEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.Type;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found is what is stored, whoever else has a hand in what Hibernate stores. */
class IndexedListenersTest {

    private SessionFactory factory;

    private void start(TestFactory settings) {
        factory = settings.build();
    }

    private void start() {
        start(TestFactory.of(Patient.class, Trimmed.class, Sparse.class));
    }

    @AfterEach
    void stop() {
        try (SessionFactory stopped = factory) {
            IndexedRows.assertConsistent(stopped);
        }
    }

    private void assertFound(String entity, String ssn) {
        List<String> found = factory.fromSession(
                session -> session.createQuery("select e.ssn from " + entity + " e where e.ssn = :ssn", String.class)
                        .setParameter("ssn", ssn)
                        .getResultList());
        assertThat(found).containsExactly(ssn);
    }

    private EventListenerRegistry listeners() {
        return factory.unwrap(SessionFactoryImplementor.class).getEventListenerRegistry();
    }

    @Test
    void callbacksOfStatefulSessions() {
        start();
        factory.inTransaction(session -> session.persist(new Trimmed(" 1 ")));
        assertFound("Trimmed", "1");

        factory.inTransaction(session -> session.find(Trimmed.class, 1L).ssn = " 2 ");
        assertFound("Trimmed", "2");
    }

    /** There they come after Hibernate has taken what it stores. */
    @Test
    void callbacksOfStatelessSessions() {
        start();
        Trimmed trimmed = new Trimmed(" 1 ");
        factory.inStatelessTransaction(session -> session.insert(trimmed));
        assertThat(trimmed.ssn).isEqualTo("1");
        assertFound("Trimmed", " 1 ");

        trimmed.ssn = " 2 ";
        factory.inStatelessTransaction(session -> session.update(trimmed));
        assertFound("Trimmed", " 2 ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void listenersBeforeAndAfterOurs(boolean first) {
        start();
        Suffix suffix = new Suffix();
        for (EventType<?> type : List.of(EventType.PRE_INSERT, EventType.PRE_UPDATE, EventType.PRE_UPSERT)) {
            add(type, suffix, first);
        }

        factory.inTransaction(session -> session.persist(new Patient("1")));
        assertFound("Patient", "1!");

        factory.inTransaction(session -> session.find(Patient.class, 1L).ssn = "2");
        assertFound("Patient", "2!");

        factory.inStatelessTransaction(session -> session.update(new Patient("3")));
        assertFound("Patient", "3!");

        factory.inStatelessTransaction(session -> session.upsert(new Patient("4")));
        assertFound("Patient", "4!");
    }

    @SuppressWarnings("unchecked")
    private <T> void add(EventType<T> type, Suffix suffix, boolean first) {
        if (first) {
            listeners().prependListeners(type, (T) suffix);
        } else {
            listeners().appendListeners(type, (T) suffix);
        }
    }

    @Test
    void interceptorsOfStatelessSessions() {
        start(TestFactory.of(Patient.class).setting(AvailableSettings.INTERCEPTOR, new StatelessSuffix()));

        factory.inStatelessTransaction(session -> session.insert(new Patient("1")));
        assertFound("Patient", "1!");

        factory.inStatelessTransaction(session -> session.update(new Patient("2")));
        assertFound("Patient", "2!");

        factory.inStatelessTransaction(session -> session.upsert(new Patient("3")));
        assertFound("Patient", "3!");
    }

    /** Where only what has changed is updated, it is too late for that: Hibernate knows by then what has. */
    @Test
    void aListenerThatChangesMoreThanHibernateFoundChanged() {
        start();
        factory.inTransaction(session -> session.persist(new Sparse("1")));
        listeners().appendListeners(EventType.PRE_UPDATE, new Suffix());

        factory.inTransaction(session -> session.find(Sparse.class, 1L).name = "changed");

        assertFound("Sparse", "1");
    }

    @Test
    void whatAnInterceptorFindsChanged() {
        start(TestFactory.of(Patient.class, Sparse.class)
                .setting(AvailableSettings.INTERCEPTOR, new FindsChanged("ssn", "name", "ssn$bidx")));
        changesEverything();
    }

    @Test
    void whatADirtinessStrategyFindsChanged() {
        start(TestFactory.of(Patient.class, Sparse.class)
                .setting(AvailableSettings.CUSTOM_ENTITY_DIRTINESS_STRATEGY, new FindsAllChanged()));
        changesEverything();
    }

    private void changesEverything() {
        factory.inTransaction(session -> session.persist(new Patient("1")));
        factory.inTransaction(session -> session.persist(new Sparse("1")));

        factory.inTransaction(session -> session.find(Patient.class, 1L).name = "changed");
        factory.inTransaction(session -> session.find(Sparse.class, 1L).name = "changed");
        assertFound("Patient", "1");
        assertFound("Sparse", "1");

        factory.inTransaction(session -> session.find(Sparse.class, 1L).ssn = "2");
        assertFound("Sparse", "2");
    }

    @Test
    void whatAnInterceptorDoesNotFindChanged() {
        start(TestFactory.of(Sparse.class)
                .setting(AvailableSettings.INTERCEPTOR, new FindsChanged("name", "ssn$bidx")));
        factory.inTransaction(session -> session.persist(new Sparse("1")));

        factory.inTransaction(session -> {
            Sparse sparse = session.find(Sparse.class, 1L);
            sparse.name = "changed";
            sparse.ssn = "2";
        });

        assertFound("Sparse", "1");
    }

    @Test
    void nothingIsWrittenWithoutOurListeners() {
        start();
        listeners().getEventListenerGroup(EventType.PRE_INSERT).clearListeners();

        assertThatThrownBy(() -> factory.inTransaction(session -> session.persist(new Patient("secret"))))
                .hasStackTraceContaining("PRE_INSERT")
                .hasMessageNotContaining("secret");
        assertThat(factory.fromSession(IndexedListenersTest::count)).isZero();
    }

    @Test
    void aNullInAnOptionalTableStoresNoRowThere() {
        start();
        factory.inTransaction(session -> session.persist(new Patient("1")));

        assertThat(RawRows.query(factory, "select id from patient_notes")).isEmpty();
    }

    private static long count(Session session) {
        return session.createQuery("select count(*) from Patient", Long.class).getSingleResult();
    }

    private static boolean change(Object[] state, String[] names, UnaryOperator<Object> change) {
        int position = Arrays.asList(names).indexOf("ssn");
        state[position] = change.apply(state[position]);
        return false;
    }

    private static final class Suffix
            implements PreInsertEventListener, PreUpdateEventListener, PreUpsertEventListener {

        @Override
        public boolean onPreInsert(PreInsertEvent event) {
            return change(event.getState(), event.getPersister().getPropertyNames(), value -> value + "!");
        }

        /** As Hibernate's documentation has it: of the entity, too. */
        @Override
        public boolean onPreUpdate(PreUpdateEvent event) {
            if (event.getEntity() instanceof Sparse sparse) {
                sparse.ssn += "!";
            }
            return change(event.getState(), event.getPersister().getPropertyNames(), value -> value + "!");
        }

        @Override
        public boolean onPreUpsert(PreUpsertEvent event) {
            return change(event.getState(), event.getPersister().getPropertyNames(), value -> value + "!");
        }
    }

    private static final class StatelessSuffix implements Interceptor {

        @Override
        public void onInsert(Object entity, Object id, Object[] state, String[] names, Type[] types) {
            change(state, names, value -> value + "!");
        }

        @Override
        public void onUpdate(Object entity, Object id, Object[] state, String[] names, Type[] types) {
            change(state, names, value -> value + "!");
        }

        @Override
        public void onUpsert(Object entity, Object id, Object[] state, String[] names, Type[] types) {
            change(state, names, value -> value + "!");
        }
    }

    private record FindsChanged(List<String> attributes) implements Interceptor {

        FindsChanged(String... attributes) {
            this(List.of(attributes));
        }

        @Override
        public int[] findDirty(
                Object entity, Object id, Object[] current, Object[] previous, String[] names, Type[] types) {
            return attributes.stream()
                    .mapToInt(attribute -> Arrays.asList(names).indexOf(attribute))
                    .toArray();
        }
    }

    private static final class FindsAllChanged implements CustomEntityDirtinessStrategy {

        @Override
        public boolean canDirtyCheck(Object entity, EntityPersister persister, Session session) {
            return true;
        }

        @Override
        public boolean isDirty(Object entity, EntityPersister persister, Session session) {
            return true;
        }

        @Override
        public void resetDirty(Object entity, EntityPersister persister, Session session) {
            // There is nothing to reset
        }

        @Override
        public void findDirty(Object entity, EntityPersister persister, Session session, DirtyCheckContext context) {
            context.doDirtyChecking(attribute -> true);
        }
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    @SecondaryTable(name = "patient_notes")
    static class Patient {
        @Id
        long id = 1;

        String name = "name";

        @Encrypted @BlindIndex
        String ssn;

        @Encrypted @BlindIndex
        @Column(table = "patient_notes")
        String notes;

        Patient() {}

        Patient(String ssn) {
            this.ssn = ssn;
        }
    }

    @Entity(name = "Trimmed")
    @Table(name = "trimmed")
    static class Trimmed {
        @Id
        long id = 1;

        @Encrypted @BlindIndex
        String ssn;

        Trimmed() {}

        Trimmed(String ssn) {
            this.ssn = ssn;
        }

        @PrePersist
        @PreUpdate
        void trim() {
            ssn = ssn.trim();
        }
    }

    @Entity(name = "Sparse")
    @Table(name = "sparse")
    @DynamicUpdate
    static class Sparse {
        @Id
        long id = 1;

        String name = "name";

        @Encrypted @BlindIndex
        String ssn;

        Sparse() {}

        Sparse(String ssn) {
            this.ssn = ssn;
        }
    }
}
