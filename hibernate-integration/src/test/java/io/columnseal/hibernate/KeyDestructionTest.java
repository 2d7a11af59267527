package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.Storage;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyState;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.KeyDestruction;
import io.columnseal.reencrypt.KeyDestructionReport;
import io.columnseal.reencrypt.KeyDestructionReport.Outcome;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.envers.Audited;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that hides anywhere in an application's mapping keeps its key from being destroyed. */
class KeyDestructionTest {

    private static final Duration APART = Duration.ofHours(3);

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final ColumnSeal seal = ColumnSeal.builder()
            .environment(Environment.TEST)
            .kms(LocalKms.fromHex(TestFactory.MASTER_KEY))
            .keyStore(store)
            .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC))
            .build();
    private final SessionFactory factory =
            TestFactory.of(Person.class, Employee.class, Visit.class).seal(seal).build();
    private final HikariDataSource pool = FactoryDatabase.open(factory);

    @AfterEach
    void stop() {
        pool.close();
        factory.close();
        seal.close();
    }

    static Stream<Arguments> places() {
        Person simple = new Person(1);
        simple.ssn = "123-45-6789";
        Employee joined = new Employee(2);
        joined.badge = "B-17";
        Person secondary = new Person(3);
        secondary.notes = "allergic";
        Person collection = new Person(4);
        collection.phones.add("555-0100");
        Visit audited = new Visit();
        audited.diagnosis = "J45";
        return Stream.of(
                Arguments.of("person", simple),
                Arguments.of("employee", joined),
                Arguments.of("person_notes", secondary),
                Arguments.of("person_phones", collection),
                Arguments.of("visit_aud", audited));
    }

    @ParameterizedTest
    @MethodSource("places")
    void refusesWhileOneValueIsLeft(String table, Object entity) {
        inTransaction(session -> session.persist(entity));
        // Of an audited entity, only its history is left
        inTransaction(session ->
                session.createNativeMutationQuery("delete from visit").executeUpdate());
        KeyId key = seal.keys().history("default").get(0).id();
        seal.keys().rotate("default", "j.doe", "yearly");

        assertReferenced(table, key);
        now = now.plus(APART);
        assertReferenced(table, key);
        assertThat(seal.keys().info(key).state()).isEqualTo(KeyState.RETIRED);
    }

    @Test
    void destroysAKeyOfWhichNoValueIsLeft() {
        seal.keys().initialize("default", "j.doe");
        KeyId key = seal.keys().history("default").get(0).id();
        Person person = new Person(1);
        person.ssn = "123-45-6789";
        inTransaction(session -> session.persist(person));
        seal.keys().rotate("default", "j.doe", "yearly");
        assertThat(destroy(key).outcome()).isEqualTo(Outcome.REFERENCED);

        seal.reencryption(pool, SealedColumns.of(factory).list()).run();
        assertThat(destroy(key).outcome()).isEqualTo(Outcome.COUNTED_ONCE);
        now = now.plus(APART);
        assertThat(destroy(key).outcome()).isEqualTo(Outcome.PENDING);
    }

    @Test
    void refusesWhatAnotherApplicationMayHold() {
        KeyId key = seal.keys().initialize("default", "j.doe").id();
        seal.keys().rotate("default", "j.doe", "yearly");
        seal.columns()
                .register(List.of(new RegisteredColumn(
                        "billing", "Claim", "code", "claim", "code", "claim.code", "field", "text", Storage.BINARY)));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> destroy(key))
                .withMessageContaining("billing");
    }

    /** Its history is to be kept, as retention rules demand, and nobody maps it. */
    @Test
    void refusesWhileTheAuditTableOfAReleaseBeforeMayHoldValues() {
        KeyId key = seal.keys().initialize("default", "j.doe").id();
        seal.keys().rotate("default", "j.doe", "yearly");
        try (SessionFactory next = TestFactory.of(Person.class, Employee.class, UnauditedVisit.class)
                        .seal(seal)
                        .build();
                HikariDataSource database = FactoryDatabase.open(next)) {
            KeyDestruction destruction = SealedColumns.of(next).keyDestruction(database);

            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> destruction.destroy(List.of(key), "j.doe", "replaced a year ago"))
                    .withMessageContaining("visit_AUD.diagnosis");

            destruction.forget("application", "visit_AUD", "diagnosis", "j.doe", "exported and dropped");
            assertThat(destruction
                            .destroy(List.of(key), "j.doe", "replaced a year ago")
                            .get(0)
                            .outcome())
                    .isEqualTo(Outcome.COUNTED_ONCE);
        }
    }

    @Test
    void refusesWhileTheTableOfASubclassOfAReleaseBeforeMayHoldValues() {
        KeyId key = seal.keys().initialize("default", "j.doe").id();
        seal.keys().rotate("default", "j.doe", "yearly");
        TestFactory.of(Person.class, Employee.class, Visit.class, Room.class, Theatre.class)
                .seal(seal)
                .build()
                .close();
        try (SessionFactory next = TestFactory.of(Person.class, Employee.class, Visit.class, Room.class)
                        .seal(seal)
                        .build();
                HikariDataSource database = FactoryDatabase.open(next)) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> SealedColumns.of(next)
                            .keyDestruction(database)
                            .destroy(List.of(key), "j.doe", "replaced a year ago"))
                    .withMessageContaining("theatre.code");
        }
    }

    private void inTransaction(Consumer<Session> work) {
        try (Session session = factory.openSession()) {
            TestFactory.inTransaction(session, work);
        }
    }

    private void assertReferenced(String table, KeyId key) {
        KeyDestructionReport report = destroy(key);
        assertThat(report.outcome()).isEqualTo(Outcome.REFERENCED);
        assertThat(report.references())
                .extracting(reference -> reference.column().table().toLowerCase(Locale.ROOT))
                .containsExactly(table);
    }

    private KeyDestructionReport destroy(KeyId key) {
        return SealedColumns.of(factory)
                .keyDestruction(pool)
                .destroy(List.of(key), "j.doe", "replaced a year ago")
                .get(0);
    }

    @Entity(name = "Person")
    @Table(name = "person")
    @SecondaryTable(name = "person_notes")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Person {
        @Id
        int id;

        @Encrypted String ssn;

        @Column(table = "person_notes")
        @Encrypted String notes;

        @ElementCollection
        @CollectionTable(name = "person_phones")
        @Encrypted List<String> phones = new ArrayList<>();

        Person() {}

        Person(int id) {
            this.id = id;
        }
    }

    @Entity(name = "Employee")
    @Table(name = "employee")
    static class Employee extends Person {
        @Encrypted String badge;

        Employee() {}

        Employee(int id) {
            super(id);
        }
    }

    @Entity(name = "Visit")
    @Table(name = "visit")
    @Audited
    static class Visit {
        @Id
        int id;

        @Encrypted String diagnosis;
    }

    @Entity(name = "Visit")
    @Table(name = "visit")
    static class UnauditedVisit {
        @Id
        int id;

        @Encrypted String diagnosis;
    }

    @Entity(name = "Room")
    @Table(name = "room")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    static class Room {
        @Id
        int id;

        @Encrypted String code;
    }

    @Entity(name = "Theatre")
    @Table(name = "theatre")
    static class Theatre extends Room {}
}
