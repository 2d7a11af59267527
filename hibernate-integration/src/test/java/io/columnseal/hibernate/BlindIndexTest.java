package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.index.BlindIndexer;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an index column holds, and that it finds what was stored. */
class BlindIndexTest {

    private SessionFactory factory;

    @BeforeEach
    void start() {
        factory = TestFactory.of(Patient.class).build();
        factory.inTransaction(session -> {
            session.persist(new Patient(1, "123-45-6789"));
            session.persist(new Patient(2, "987-65-4321"));
            session.persist(new Patient(3, "123-45-6789"));
            session.persist(new Patient(4, null));
        });
    }

    @AfterEach
    void stop() {
        factory.close();
    }

    private List<Long> find(String ssn) {
        return factory.fromSession(session -> session.createQuery(
                        "select p.id from Patient p where p.ssn = :ssn order by p.id", Long.class)
                .setParameter("ssn", ssn)
                .getResultList());
    }

    @Test
    void findsRowsByTheirValue() {
        assertThat(find("123-45-6789")).containsExactly(1L, 3L);
        assertThat(find("987-65-4321")).containsExactly(2L);
        assertThat(find("987-65-4320")).isEmpty();
        assertThat(find(null)).isEmpty();
    }

    @Test
    void equalValuesHaveEqualIndexValuesAndNullHasNone() {
        List<byte[]> values = RawRows.query(factory, "select ssn_bidx from patient order by id");

        assertThat(values).hasSize(3).allSatisfy(value -> assertThat(value).hasSize(BlindIndexer.VALUE_BYTES));
        assertThat(values.get(0)).isEqualTo(values.get(2)).isNotEqualTo(values.get(1));
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @BlindIndex
        @Encrypted String ssn;

        Patient() {}

        Patient(long id, String ssn) {
            this.id = id;
            this.ssn = ssn;
        }
    }
}
