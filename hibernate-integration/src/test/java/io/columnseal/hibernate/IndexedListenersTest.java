package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreUpdate;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hibernate.Interceptor;
import org.hibernate.Session;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.FlushEntityEventListener;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreInsertEventListener;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpdateEventListener;
import org.hibernate.event.spi.PreUpsertEvent;
import org.hibernate.event.spi.PreUpsertEventListener;
import org.hibernate.type.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever else has a hand in what Hibernate stores. */
class IndexedListenersTest extends FoundAsStoredTest {

    private void start() {
        start(TestFactory.of(Patient.class, Trimmed.class, Sparse.class));
    }

    @Test
    void callbacksOfStatefulSessions() {
        start();
        factory.inTransaction(session -> session.persist(new Trimmed(" 1 ")));
        assertFound("Trimmed", "1");

        factory.inTransaction(session -> session.find(Trimmed.class, 1L).ssn = " 2 ");
        assertFound("Trimmed", "2");
    }

    /** There they come after Hibernate has taken what it stores; in 6.6 there are none. */
    @Test
    void callbacksOfStatelessSessions() {
        start();
        Trimmed trimmed = new Trimmed(" 1 ");
        factory.inStatelessTransaction(session -> session.insert(trimmed));
        assertThat(trimmed.ssn).isEqualTo(RunningHibernate.isSeven() ? "1" : " 1 ");
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
    void listenersOfFlushesBehindOursSeeWhatHibernateFound() {
        start();
        factory.inTransaction(session -> session.persist(new Patient("1")));
        List<String> changed = new ArrayList<>();
        FlushEntityEventListener behind = event -> {
            assertThat(event.isDirtyCheckPossible()).isTrue();
            assertThat(event.getPropertyValues()).contains("2");
            for (int position : event.getDirtyProperties()) {
                changed.add(event.getEntityEntry().getPersister().getPropertyNames()[position]);
            }
        };
        listeners().appendListeners(EventType.FLUSH_ENTITY, behind);

        factory.inTransaction(session -> session.find(Patient.class, 1L).ssn = "2");

        assertThat(changed).containsExactly("ssn", "ssn$bidx");
        assertFound("Patient", "2");
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
}
