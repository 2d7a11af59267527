package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blind indexes in secondary tables, in which Hibernate stores a row only for what is not null. */
class IndexedOptionalTablesTest extends FoundAsStoredTest {

    @BeforeEach
    void start() {
        start(TestFactory.of(Plain.class, Card.class));
    }

    @Test
    void nullsStoreNoRow() {
        factory.inTransaction(session -> session.persist(new Plain()));
        assertThat(RawRows.query(factory, "select id from plain_notes")).isEmpty();

        factory.inTransaction(session -> session.find(Plain.class, 1L).notes = "notes");
        assertThat(RawRows.query(factory, "select id from plain_notes")).hasSize(1);

        factory.inTransaction(session -> session.find(Plain.class, 1L).notes = null);
        assertThat(RawRows.query(factory, "select id from plain_notes")).isEmpty();
    }

    private List<Long> findByCode(String code) {
        return factory.fromSession(
                session -> session.createQuery("select c.id from Card c where c.code = :code", Long.class)
                        .setParameter("code", new Code(code))
                        .getResultList());
    }

    /** Some databases are left to store it even where Hibernate itself would store no row. */
    @Test
    void whatAConverterMakesOfNullIsFound() {
        factory.inTransaction(session -> session.persist(new Card()));
        assertThat(findByCode("none")).containsExactly(1L);

        factory.inTransaction(session -> session.find(Card.class, 1L).notes = "notes");
        assertThat(findByCode("none")).containsExactly(1L);

        factory.inTransaction(session -> session.find(Card.class, 1L).code = new Code("5"));
        assertThat(findByCode("5")).containsExactly(1L);
        assertThat(findByCode("none")).isEmpty();

        factory.inTransaction(session -> {
            session.find(Card.class, 1L).code = null;
            session.find(Card.class, 1L).notes = null;
        });
        assertThat(findByCode("none")).containsExactly(1L);
    }

    @Entity(name = "Plain")
    @Table(name = "plain")
    @SecondaryTable(name = "plain_notes")
    static class Plain {
        @Id
        long id = 1;

        @Encrypted @BlindIndex
        @Column(table = "plain_notes")
        String notes;
    }

    @Entity(name = "Card")
    @Table(name = "card")
    @SecondaryTable(name = "card_notes")
    static class Card {
        @Id
        long id = 1;

        @Encrypted @BlindIndex
        @Column(table = "card_notes")
        String notes;

        @Encrypted @BlindIndex
        @Column(table = "card_notes")
        @Convert(converter = CodeConverter.class)
        Code code;
    }

    record Code(String text) {}

    /** Stores something for nothing. */
    @Converter
    static class CodeConverter implements AttributeConverter<Code, String> {
        @Override
        public String convertToDatabaseColumn(Code code) {
            return code == null ? "none" : code.text();
        }

        @Override
        public Code convertToEntityAttribute(String text) {
            return "none".equals(text) ? null : new Code(text);
        }
    }
}
