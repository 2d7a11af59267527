package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.Storage;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.assertj.core.util.Throwables;
import org.hibernate.SessionFactory;
import org.hibernate.exception.DataException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Columns that Hibernate makes hold the longest value of the length that was declared, on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DeclaredLengthsTest {

    /** One character of four bytes to a database, two of Java's. */
    private static final String EMOJI = "\uD83D\uDE00";

    private SessionFactory factory;

    abstract TestDatabase server();

    /** Whether the database limits binary columns. */
    abstract boolean limitsBytes();

    /** Checks the columns that Hibernate made, too. */
    @BeforeAll
    void start() {
        TestFactory made = TestFactory.of(Note.class);
        server().create().forEach(made::setting);
        factory = made.build();
    }

    @AfterAll
    void stop() {
        if (factory != null) {
            factory.close();
        }
    }

    private void store(long id, Consumer<Note> change) {
        Note note = new Note();
        note.id = id;
        change.accept(note);
        factory.inTransaction(session -> session.persist(note));
    }

    private Note find(long id) {
        return factory.fromSession(session -> session.find(Note.class, id));
    }

    @Test
    void elevenEmojiFillAColumnOfLengthEleven() {
        String eleven = EMOJI.repeat(11);
        store(1, note -> {
            note.bytes = eleven;
            note.padded = eleven;
            note.text = eleven;
        });

        assertThat(find(1))
                .extracting(note -> note.bytes, note -> note.padded, note -> note.text)
                .containsExactly(eleven, eleven, eleven);
        assertThat(RawRows.query(factory, "select bytes, padded, text from note where id = 1"))
                .extracting(stored -> stored.length)
                .containsExactly(44 + 38, 48 + 37, 110);
        Map<String, Integer> lengths = columnLengths();
        assertThat(lengths).containsEntry("text", 110);
        if (limitsBytes()) {
            assertThat(lengths).containsEntry("bytes", 44 + 38).containsEntry("padded", 48 + 37);
        }
    }

    @Test
    void twelveEmojiAreRefusedAndNotCutOff() {
        assertRefused(10, note -> note.text = EMOJI.repeat(12));
        if (limitsBytes()) {
            assertRefused(11, note -> note.bytes = EMOJI.repeat(12));
            assertRefused(12, note -> note.padded = EMOJI.repeat(12));
        }
    }

    private void assertRefused(long id, Consumer<Note> change) {
        assertThatThrownBy(() -> store(id, change))
                .isInstanceOf(DataException.class)
                .satisfies(
                        refusal -> assertThat(Throwables.getStackTrace(refusal)).doesNotContain(EMOJI));
        assertThat(find(id)).isNull();
    }

    @Test
    void everyConstantOfAnEnumFitsWhateverLengthWasDeclared() {
        for (Answer answer : Answer.values()) {
            long id = 20 + answer.ordinal();
            store(id, note -> {
                note.answer = answer;
                note.answerAsText = answer;
            });

            assertThat(find(id))
                    .extracting(note -> note.answer, note -> note.answerAsText)
                    .containsExactly(answer, answer);
        }
    }

    private Map<String, Integer> columnLengths() {
        return factory.fromSession(session -> session.doReturningWork(connection -> {
            Map<String, Integer> lengths = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            DatabaseMetaData database = connection.getMetaData();
            try (ResultSet columns = database.getColumns(connection.getCatalog(), null, "%", null)) {
                while (columns.next()) {
                    if (columns.getString("TABLE_NAME").equalsIgnoreCase("note")) {
                        lengths.put(columns.getString("COLUMN_NAME"), columns.getInt("COLUMN_SIZE"));
                    }
                }
            }
            return lengths;
        }));
    }

    enum Answer {
        YES,
        NOT_WITHOUT_ASKING_A_SECOND_DOCTOR_BEFORE
    }

    @Entity(name = "Note")
    @Table(name = "note")
    static class Note {
        @Id
        long id;

        @Encrypted @Column(length = 11)
        String bytes;

        @Encrypted(paddingBytes = 16) @Column(length = 11)
        String padded;

        @Encrypted(storage = Storage.TEXT) @Column(length = 11)
        String text;

        @Encrypted @Enumerated(EnumType.STRING)
        @Column(length = 3)
        Answer answer;

        @Encrypted(storage = Storage.TEXT) @Enumerated(EnumType.STRING)
        @Column(length = 3)
        Answer answerAsText;
    }
}
