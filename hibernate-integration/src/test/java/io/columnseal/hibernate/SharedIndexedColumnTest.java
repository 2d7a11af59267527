package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.QueryRefusedException;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.kms.LocalKms;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever writes a sealed column writes its blind index too. */
class SharedIndexedColumnTest {

    private static void assertRefused(Class<?> second, Class<?> first) {
        assertThatThrownBy(() -> TestFactory.of(first, second).build().close())
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("ssn")
                .hasMessageContaining("blind index")
                .hasMessageContaining("insertable = false, updatable = false");
    }

    @Test
    void aSecondWriterWithoutTheIndexIsRefused() {
        assertRefused(Card.class, Patient.class);
        assertRefused(Patient.class, Card.class);
    }

    @Test
    void aSecondWriterWithAnIndexOfItsOwnIsRefused() {
        assertRefused(OtherIndex.class, Patient.class);
    }

    @Test
    void anIndexThatOnlyAReaderHasIsRefused() {
        assertRefused(IndexedReader.class, Card.class);
    }

    @Test
    void aSecondWriterIsRefusedWhereverAReaderStands() {
        List<Class<?>> mappings = List.of(Reader.class, Patient.class, Card.class);
        for (int[] order : new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
            Class<?>[] classes = IntStream.of(order).mapToObj(mappings::get).toArray(Class<?>[]::new);
            assertThatThrownBy(() -> TestFactory.of(classes).build().close())
                    .as(Arrays.toString(classes))
                    .isInstanceOf(UnsupportedMappingException.class)
                    .hasMessageContaining("blind index");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update Reader r set r.ssn = 'x' where r.id = 1",
                "update Reader r set r.name.ssn = 'x' where r.id = 1",
                "insert into Reader (id, ssn) values (2, 'x')",
                "insert into Reader (id) values (2) on conflict (id) do update set ssn = 'x'",
                "update Holder h set h.ssnOfOwner = 'x' where h.id = 1",
            })
    void bulkStatementsDoNotWriteThroughAReader(String statement) {
        try (SessionFactory factory = TestFactory.of(
                        Reader.class, Patient.class, Holder.class, Owner.class, Guest.class)
                .build()) {
            assertThatThrownBy(() -> factory.inTransaction(
                            session -> session.createMutationQuery(statement).executeUpdate()))
                    .isInstanceOf(QueryRefusedException.class)
                    .hasMessageContaining("ssn")
                    .hasMessageContaining("mapped to write it");
        }
    }

    /** Such an attribute writes its column, if not always: a bulk statement may set it, as it may a plain one. */
    @ParameterizedTest
    @ValueSource(strings = {"insertedOnly", "updatedOnly"})
    void bulkStatementsWriteAnAttributeThatIsOnlyInsertedOrOnlyUpdated(String attribute) {
        try (SessionFactory factory = TestFactory.of(Half.class).build()) {
            factory.inTransaction(session -> session.createMutationQuery(
                            "insert into Half (id, " + attribute + ") values (1, 'inserted')")
                    .executeUpdate());
            assertHolds(factory, attribute, "inserted");

            factory.inTransaction(
                    session -> session.createMutationQuery("update Half h set h." + attribute + " = 'set'")
                            .executeUpdate());
            assertHolds(factory, attribute, "set");

            factory.inTransaction(session -> session.createMutationQuery("update Half h set h." + attribute + " = null")
                    .executeUpdate());
            assertHolds(factory, attribute, null);
        }
    }

    private static void assertHolds(SessionFactory factory, String attribute, String value) {
        factory.inTransaction(session -> assertThat(
                        session.createSelectionQuery("select h." + attribute + " from Half h", String.class)
                                .getSingleResultOrNull())
                .isEqualTo(value));
    }

    @Test
    void aReaderWithoutIndexIsAccepted() {
        try (SessionFactory factory =
                TestFactory.of(Reader.class, Patient.class).build()) {
            factory.inTransaction(session -> {
                Patient patient = new Patient();
                patient.id = 1;
                patient.ssn = "ssn-1";
                session.persist(patient);
            });

            factory.inTransaction(
                    session -> assertThat(session.find(Reader.class, 1).ssn).isEqualTo("ssn-1"));
        }
    }

    @Test
    void readersWithoutIndexHideItFromNoRebuild() {
        try (SessionFactory factory =
                        TestFactory.of(Reader.class, Patient.class, Y.class).build();
                HikariDataSource pool = FactoryDatabase.open(factory)) {
            factory.inTransaction(session -> {
                Patient patient = new Patient();
                patient.id = 1;
                patient.ssn = "ssn-1";
                session.persist(patient);
            });
            RawRows.update(factory, "update patient set ssn_bidx = null");

            assertThat(SealedColumns.of(factory).indexRebuild(pool).run().written())
                    .isEqualTo(1);

            IndexedRows.assertConsistent(factory);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReaderWithoutIndexStartsAgainAndAgain(boolean inMemory) {
        JdbcDataSource keys = new JdbcDataSource();
        keys.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        DataKeyStore store = inMemory
                ? new InMemoryDataKeyStore()
                : JdbcDataKeyStore.on(keys).createSchema();
        for (int start = 1; start <= 3; start++) {
            ColumnSeal seal = ColumnSeal.builder()
                    .environment(Environment.TEST)
                    .kms(LocalKms.fromHex(TestFactory.MASTER_KEY))
                    .keyStore(store)
                    .build();
            TestFactory.of(Reader.class, Patient.class).ownSeal(seal).build().close();
        }

        assertThat(store.columns().findAll())
                .hasSize(3)
                .allSatisfy(column -> assertThat(column.goneIndexes()).isEmpty());
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @Encrypted @BlindIndex
        String ssn;
    }

    @Entity(name = "Holder")
    @Table(name = "holder")
    static class Holder {
        @Id
        long id;
    }

    @Entity(name = "Owner")
    static class Owner extends Holder {
        @Encrypted @BlindIndex
        String ssn;
    }

    @Entity(name = "Guest")
    static class Guest extends Holder {
        @Encrypted @Column(name = "ssn", insertable = false, updatable = false)
        String ssnOfOwner;
    }

    @Entity(name = "Card")
    @Table(name = "patient")
    static class Card {
        @Id
        long id;

        @Encrypted String ssn;
    }

    @Entity(name = "OtherIndex")
    @Table(name = "patient")
    static class OtherIndex {
        @Id
        long id;

        @Encrypted @BlindIndex(column = "ssn_other")
        String ssn;
    }

    @Entity(name = "Half")
    @Table(name = "half")
    static class Half {
        @Id
        long id;

        @Encrypted @Column(updatable = false)
        String insertedOnly;

        @Encrypted @Column(insertable = false)
        String updatedOnly;
    }

    @Embeddable
    static class Name {
        @Encrypted @Column(name = "ssn", insertable = false, updatable = false)
        String ssn;
    }

    @Entity(name = "Reader")
    @Table(name = "patient")
    static class Reader {
        @Id
        long id;

        @Embedded
        Name name;

        @Encrypted @Column(insertable = false, updatable = false)
        String ssn;
    }

    /** Hibernate tells of it before Patient, since its name's hash is smaller. */
    @Entity(name = "Y")
    @Table(name = "patient")
    static class Y {
        @Id
        long id;

        @Encrypted @Column(insertable = false, updatable = false)
        String ssn;
    }

    @Entity(name = "IndexedReader")
    @Table(name = "patient")
    static class IndexedReader {
        @Id
        long id;

        @Encrypted @BlindIndex
        @Column(insertable = false, updatable = false)
        String ssn;
    }
}
