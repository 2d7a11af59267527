package io.columnseal.hibernate.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.hibernate.IndexedRows;
import io.columnseal.hibernate.TestFactory;
import io.columnseal.index.FoldCase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.SecondaryTable;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bulk statements that name a supertype and assign attributes of a subtype: index values go with them. */
class IndexedSubtypesTest {

    private SessionFactory factory;

    @BeforeEach
    void start() {
        factory = TestFactory.of(
                        Holder.class, Owner.class, Guest.class, Asset.class, House.class, Villa.class, Boat.class)
                .build();
        factory.inTransaction(session -> {
            Owner owner = new Owner();
            owner.id = 1;
            owner.ssn = "old";
            owner.email = "old@example.org";
            session.persist(owner);
            Guest guest = new Guest();
            guest.id = 2;
            guest.passport = "old";
            session.persist(guest);
            Villa villa = new Villa();
            villa.id = 1;
            villa.address = "old";
            villa.pool = "old";
            session.persist(villa);
            Boat boat = new Boat();
            boat.id = 2;
            boat.berth = "old";
            session.persist(boat);
        });
    }

    @AfterEach
    void stop() {
        factory.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update Holder h set h.ssn = :x where h.id = 1",
                "update Holder h set h.ssn = 'new' where h.id = 1 and :x = 'new'",
                "update Holder h set h.email = :x where h.id = 1",
                "update Holder h set h.ssn = null where h.id = 1 and :x = 'new'",
                "update Asset a set a.address = :x where a.id = 1",
                "update Asset a set a.pool = :x, a.address = 'other' where a.id = 1",
                "update House h set h.pool = :x where h.id = 1",
                "update Asset a set a.berth = :x where a.id = 2",
            })
    void assignIndexValuesToo(String statement) {
        int changed = factory.fromTransaction(session ->
                session.createMutationQuery(statement).setParameter("x", "new").executeUpdate());

        assertThat(changed).isEqualTo(1);
        IndexedRows.assertConsistent(factory);
    }

    /** Hibernate would count the row and write nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update Guest g set g.visa = 'new' where g.id = 2",
                "update Asset a set a.flag = 'new' where a.id = 2",
                "update Boat b set b.flag = 'new' where b.id = 2",
            })
    void areRefusedForOptionalTablesOfASubtype(String statement) {
        assertThatThrownBy(() -> factory.inTransaction(
                        session -> session.createMutationQuery(statement).executeUpdate()))
                .isInstanceOf(QueryRefusedException.class)
                .hasMessageContaining("optional secondary table");
    }

    @Test
    void findWhatTheyHaveSet() {
        factory.inTransaction(session -> session.createMutationQuery("update Asset a set a.pool = 'new' where a.id = 1")
                .executeUpdate());

        assertThat(villas("new")).isOne();
        assertThat(villas("old")).isZero();
    }

    private long villas(String pool) {
        return factory.fromSession(
                (Session session) -> session.createQuery("select count(v) from Villa v where v.pool = :x", Long.class)
                        .setParameter("x", pool)
                        .getSingleResult());
    }

    @Entity(name = "Holder")
    static class Holder {
        @Id
        long id;
    }

    @Entity(name = "Owner")
    static class Owner extends Holder {
        @Encrypted @BlindIndex
        @BlindIndex(prefix = 3)
        String ssn;

        @Encrypted @BlindIndex(unique = true, normalizer = FoldCase.class)
        String email;
    }

    @Entity(name = "Guest")
    @SecondaryTable(name = "visa")
    static class Guest extends Holder {
        @Encrypted @BlindIndex
        String passport;

        @Encrypted @BlindIndex
        @Column(table = "visa")
        String visa;
    }

    @Entity(name = "Asset")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Asset {
        @Id
        long id;
    }

    @Entity(name = "House")
    static class House extends Asset {
        @Encrypted @BlindIndex
        String address;
    }

    @Entity(name = "Villa")
    static class Villa extends House {
        @Encrypted @BlindIndex
        String pool;
    }

    @Entity(name = "Boat")
    @SecondaryTable(name = "flag")
    static class Boat extends Asset {
        @Encrypted @BlindIndex
        String berth;

        @Encrypted @BlindIndex
        @Column(table = "flag")
        String flag;
    }
}
