package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import java.util.function.Consumer;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.DynamicInsert;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.SecondaryRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Both columns of a unique index are written by every way of writing and in all mappings: looked at while a key is being
 * replaced, when what fills one of them alone, or both alike, can be seen.
 */
class UniqueIndexedMappingsTest {

    private final ColumnSeal seal = TestFactory.seal();
    private final SessionFactory factory = TestFactory.of(Staff.class, Nurse.class, Card.class, Plain.class)
            .seal(seal)
            .build();

    @BeforeEach
    void replaceTheKey() {
        persist(new Nurse(1, "before", "before"));
        persist(new Card(1, "before"));
        seal.keys().rotateIndex("default", "j.doe", "test");
    }

    @AfterEach
    void eachColumnHoldsWhatItsKeyMakes() {
        IndexedRows.assertConsistent(factory);
        factory.close();
        seal.close();
    }

    private void assertVersions(long id, int current, int next) {
        for (String column : new String[] {"staff.code", "nurse.contact_email", "card.number", "card_print.print"}) {
            String table = column.substring(0, column.indexOf('.'));
            assertVersion(table, column + "_bidx", id, current);
            assertVersion(table, column + "_bidx_next", id, next);
        }
    }

    private void assertVersion(String table, String column, long id, int version) {
        assertThat(RawRows.query(factory, "select " + column + " from " + table + " where id = " + id))
                .as(column)
                .singleElement()
                .satisfies(value -> assertThat(value).startsWith(version));
    }

    @Test
    void sessionsFillBoth() {
        persist(new Nurse(2, "two", "two"));
        persist(new Card(2, "two"));
        assertVersions(1, 1, 1);
        factory.inTransaction(session -> {
            Nurse nurse = session.find(Nurse.class, 1L);
            nurse.code = "changed";
            nurse.contact = new Contact("changed");
            Card card = session.find(Card.class, 1L);
            card.number = "changed";
            card.print = "changed";
        });

        assertVersions(1, 1, 2);
        assertVersions(2, 1, 2);
    }

    @Test
    void mergesFillBoth() {
        factory.inTransaction(session -> {
            session.merge(new Nurse(1, "changed", "changed"));
            session.merge(new Card(1, "changed"));
        });

        assertVersions(1, 1, 2);
    }

    @Test
    void statelessSessionsFillBoth() {
        stateless(session -> {
            session.insert(new Nurse(2, "two", "two"));
            session.insert(new Card(2, "two"));
            session.update(new Nurse(1, "changed", "changed"));
            session.update(new Card(1, "changed"));
        });

        assertVersions(1, 1, 2);
        assertVersions(2, 1, 2);
    }

    @Test
    void upsertsFillBothWhereTheyMergeByTheKey() {
        stateless(session -> {
            session.upsert(new Nurse(1, "changed", "changed"));
            session.upsert(new Nurse(2, "two", "two"));
            session.upsert(new Card(1, "changed"));
            session.upsert(new Card(2, "two"));
        });

        assertVersions(1, 1, 2);
        assertVersions(2, 1, 2);
    }

    @Test
    void bulkStatementsFillBoth() {
        execute("update Nurse n set n.code = :one, n.contact.email = :other");
        execute("update Card c set c.number = :one, c.print = :other");
        execute("insert into Plain (id, name) values (1, :one), (2, :other)");

        assertVersions(1, 1, 2);
        assertVersion("plain", "name_bidx", 2, 1);
        assertVersion("plain", "name_bidx_next", 2, 2);
    }

    private void execute(String hql) {
        factory.inTransaction(session -> session.createMutationQuery(hql)
                .setParameter("one", "one")
                .setParameter("other", "other")
                .executeUpdate());
    }

    private void persist(Object entity) {
        factory.inTransaction(session -> session.persist(entity));
    }

    private void stateless(Consumer<StatelessSession> work) {
        factory.inStatelessTransaction(work);
    }

    @Entity(name = "Staff")
    @Table(name = "staff")
    @Inheritance(strategy = InheritanceType.JOINED)
    @DynamicInsert
    @DynamicUpdate
    static class Staff {
        @Id
        long id;

        @Encrypted @BlindIndex(unique = true)
        String code;
    }

    @Entity(name = "Nurse")
    @Table(name = "nurse")
    @DynamicInsert
    @DynamicUpdate
    static class Nurse extends Staff {
        @Embedded
        Contact contact;

        Nurse() {}

        Nurse(long id, String code, String email) {
            this.id = id;
            this.code = code;
            this.contact = new Contact(email);
        }
    }

    @Embeddable
    record Contact(
            @Encrypted @BlindIndex(unique = true) @Column(name = "contact_email")
            String email) {}

    @Entity(name = "Card")
    @Table(name = "card")
    @SecondaryTable(name = "card_print")
    @SecondaryRow(table = "card_print", optional = false)
    static class Card {
        @Id
        long id;

        @Encrypted @BlindIndex(unique = true)
        String number;

        @Encrypted @BlindIndex(unique = true)
        @Column(table = "card_print")
        String print;

        Card() {}

        Card(long id, String number) {
            this.id = id;
            this.number = number;
            this.print = number;
        }
    }

    @Entity(name = "Plain")
    @Table(name = "plain")
    static class Plain {
        @Id
        long id;

        @Encrypted @BlindIndex(unique = true)
        String name;
    }
}
