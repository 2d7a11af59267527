package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.junit.jupiter.api.AfterEach;

/** What is found is what is stored. */
abstract class FoundAsStoredTest {

    SessionFactory factory;

    final void start(TestFactory settings) {
        factory = settings.build();
    }

    @AfterEach
    void stop() {
        try (SessionFactory stopped = factory) {
            IndexedRows.assertConsistent(stopped);
        }
    }

    final void assertFound(String entity, String ssn) {
        List<String> found = factory.fromSession(
                session -> session.createQuery("select e.ssn from " + entity + " e where e.ssn = :ssn", String.class)
                        .setParameter("ssn", ssn)
                        .getResultList());
        assertThat(found).containsExactly(ssn);
    }

    final EventListenerRegistry listeners() {
        return factory.unwrap(SessionFactoryImplementor.class).getEventEngine().getListenerRegistry();
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id = 1;

        String name = "name";

        @Encrypted @BlindIndex
        String ssn;

        Patient() {}

        Patient(String ssn) {
            this.ssn = ssn;
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
