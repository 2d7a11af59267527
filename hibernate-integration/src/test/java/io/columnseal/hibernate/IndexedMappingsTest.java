package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.index.BlindIndexer;
import io.columnseal.reencrypt.IndexRebuildReport;
import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.DiscriminatorValue;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.DynamicInsert;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Index values are written wherever and however values are written, on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class IndexedMappingsTest {

    SessionFactory factory;

    abstract TestDatabase server();

    @BeforeAll
    void start() {
        factory = TestFactory.of(
                        Employee.class,
                        Nurse.class,
                        Person.class,
                        Insured.class,
                        Insurance.class,
                        PrivateInsurance.class,
                        PublicInsurance.class,
                        Doctor.class,
                        Surgeon.class,
                        Ward.class,
                        IntensiveWard.class,
                        Device.class,
                        Scanner.class,
                        Sparse.class,
                        Fixed.class,
                        Quoted.class)
                .database(server())
                .build();
        factory.getStatistics().setStatisticsEnabled(true);
    }

    @AfterAll
    void stop() {
        try (SessionFactory stopped = factory) {
            IndexedRows.assertConsistent(stopped);
        }
    }

    /** Whatever the mapping: what is made of a row afterwards is what Hibernate made of the entity. */
    @AfterEach
    void aRebuildMakesTheSameIndexValues() {
        List<List<byte[]>> before = indexValues();
        forEachIndex((table, column) -> RawRows.update(factory, "update " + table + " set " + column + " = null"));
        try (HikariDataSource database = FactoryDatabase.open(factory)) {
            IndexRebuildReport report =
                    SealedColumns.of(factory).indexRebuild(database).run();

            assertThat(report.complete()).isTrue();
            assertThat(report.undecryptableRows()).isZero();
        }
        assertThat(indexValues()).usingRecursiveComparison().isEqualTo(before);
    }

    private List<List<byte[]>> indexValues() {
        List<List<byte[]>> values = new ArrayList<>();
        forEachIndex((table, column) -> values.add(RawRows.of(factory, table, column).stream()
                .sorted(Arrays::compareUnsigned)
                .toList()));
        return values;
    }

    private void forEachIndex(BiConsumer<String, String> work) {
        SealedColumns.of(factory)
                .list()
                .forEach(column -> column.indexes().forEach(index -> work.accept(column.table(), index.column())));
    }

    private void store(Object entity) {
        factory.inTransaction(session -> session.persist(entity));
    }

    private void update(String hql) {
        factory.inTransaction(session -> session.createMutationQuery(hql).executeUpdate());
    }

    /** Ids of the rows that a condition finds. */
    List<Long> find(String entity, String condition) {
        return factory.fromSession(
                session -> session.createQuery("select e.id from " + entity + " e where " + condition, Long.class)
                        .getResultList());
    }

    private void assertIndexed(String table, String column) {
        assertThat(RawRows.of(factory, table, column))
                .isNotEmpty()
                .allSatisfy(value -> assertThat(value).hasSize(BlindIndexer.VALUE_BYTES));
    }

    @Test
    void mappedSuperclass() {
        Nurse nurse = new Nurse();
        nurse.id = 1;
        nurse.ssn = "nurse";
        store(nurse);

        assertThat(find("Nurse", "e.ssn = 'nurse'")).containsExactly(1L);
        assertIndexed("nurse", "ssn_bidx");

        factory.inTransaction(session -> session.find(Nurse.class, 1L).ssn = "changed");
        assertThat(find("Nurse", "e.ssn = 'changed'")).containsExactly(1L);
        assertThat(find("Nurse", "e.ssn = 'nurse'")).isEmpty();
    }

    @Test
    void embeddablesWithOverridesAndRecords() {
        Person person = new Person();
        person.id = 1;
        person.home = new Address("same", new Geo("place"));
        person.work = new Address("same", null);
        person.contact = new Contact("p@example.org", 7);
        store(person);

        assertThat(find("Person", "e.home.street = 'same'")).containsExactly(1L);
        assertThat(find("Person", "e.work.street = 'same'")).containsExactly(1L);
        assertThat(find("Person", "e.home.geo.place = 'place'")).containsExactly(1L);
        assertThat(find("Person", "e.work.geo.place = 'place'")).isEmpty();
        assertThat(find("Person", "e.contact.email = 'p@example.org' and e.contact.extension = 7"))
                .containsExactly(1L);
        assertIndexed("person", "street_bidx");
        assertIndexed("person", "work_street_bidx");
        assertThat(RawRows.query(factory, "select street_bidx from person").get(0))
                .isNotEqualTo(RawRows.query(factory, "select work_street_bidx from person")
                        .get(0));

        factory.inTransaction(session -> {
            Person read = session.find(Person.class, 1L);
            read.home = null;
            read.work.street = "moved";
            read.contact = new Contact("q@example.org", 8);
        });
        assertThat(find("Person", "e.home.street = 'same'")).isEmpty();
        assertThat(find("Person", "e.work.street = 'moved' and e.contact.email = 'q@example.org'"))
                .containsExactly(1L);
        assertThat(RawRows.of(factory, "person", "street_bidx")).isEmpty();
    }

    @Test
    void embeddablesOfSeveralClasses() {
        Insured insured = new Insured();
        insured.id = 1;
        insured.insurance = new PrivateInsurance("policy", "tariff");
        store(insured);

        String tariff = "treat(e.insurance as " + PrivateInsurance.class.getName() + ").tariff";
        String fund = "treat(e.insurance as " + PublicInsurance.class.getName() + ").fund";
        assertThat(find("Insured", "e.insurance.policy = 'policy' and " + tariff + " = 'tariff'"))
                .containsExactly(1L);
        assertThat(SealedColumns.of(factory).list())
                .filteredOn(column -> column.table().equals("insured"))
                .extracting(column -> column.column() + column.indexes().size())
                .containsExactlyInAnyOrder("policy1", "tariff1", "fund1");

        factory.inTransaction(session -> session.find(Insured.class, 1L).insurance = new PublicInsurance("2", "fund"));
        assertThat(find("Insured", "e.insurance.policy = '2' and " + fund + " = 'fund'"))
                .containsExactly(1L);
        assertThat(find("Insured", tariff + " = 'tariff'")).isEmpty();
        assertThat(RawRows.of(factory, "insured", "tariff_bidx")).isEmpty();

        update("update Insured i set i.insurance.policy = '3'");
        assertThat(find("Insured", "e.insurance.policy = '3'")).containsExactly(1L);
    }

    @Test
    void joinedSubclasses() {
        Surgeon surgeon = new Surgeon();
        surgeon.id = 1;
        surgeon.license = "license";
        surgeon.speciality = "heart";
        store(surgeon);

        assertThat(find("Doctor", "e.license = 'license'")).containsExactly(1L);
        assertThat(find("Surgeon", "e.license = 'license' and e.speciality = 'heart'"))
                .containsExactly(1L);
        assertIndexed("doctor", "license_bidx");
        assertIndexed("surgeon", "speciality_bidx");

        factory.inTransaction(session -> session.find(Surgeon.class, 1L).speciality = "hand");
        assertThat(find("Surgeon", "e.speciality = 'hand' and e.license = 'license'"))
                .containsExactly(1L);
        update("update Surgeon s set s.license = 'l2', s.speciality = 's2' where s.speciality = 'hand'");
        assertThat(find("Surgeon", "e.speciality = 's2' and e.license = 'l2'")).containsExactly(1L);
        assertThat(factory.fromSession(session -> session.find(Surgeon.class, 1L)).license)
                .isEqualTo("l2");
    }

    @Test
    void singleTableSubclassesAndSecondaryTables() {
        IntensiveWard ward = new IntensiveWard();
        ward.id = 1;
        ward.code = "code";
        ward.key = "key";
        ward.notes = "notes";
        store(ward);

        assertThat(find("Ward", "e.code = 'code' and e.notes = 'notes'")).containsExactly(1L);
        assertThat(find("IntensiveWard", "e.key = 'key'")).containsExactly(1L);
        assertIndexed("ward", "door_key_bidx");
        assertIndexed("ward_notes", "notes_bidx");

        factory.inTransaction(session -> session.find(IntensiveWard.class, 1L).notes = "other");
        assertThat(find("Ward", "e.notes = 'other'")).containsExactly(1L);
        factory.inTransaction(session -> session.find(IntensiveWard.class, 1L).notes = null);
        assertThat(find("Ward", "e.notes is null")).containsExactly(1L);
        factory.inTransaction(session -> session.find(IntensiveWard.class, 1L).notes = "again");
        assertThat(find("Ward", "e.notes = 'again'")).containsExactly(1L);
    }

    @Test
    void tablePerClassAndPropertyAccess() {
        Scanner scanner = new Scanner();
        scanner.id = 1;
        scanner.serial = "serial";
        scanner.password = "password";
        store(scanner);

        assertThat(find("Device", "e.serial = 'serial'")).containsExactly(1L);
        assertThat(find("Scanner", "e.serial = 'serial' and e.password = 'password'"))
                .containsExactly(1L);
        assertIndexed("scanner", "serial_bidx");
        assertIndexed("scanner", "password_bidx");

        factory.inTransaction(session -> session.find(Device.class, 1L).serial = "s2");
        assertThat(find("Device", "e.serial = 's2'")).containsExactly(1L);
    }

    @Test
    void dynamicStatements() {
        Sparse sparse = new Sparse();
        sparse.plain = "a";
        store(sparse);
        assertThat(find("Sparse", "e.ssn is null")).containsExactly(sparse.id);

        factory.inTransaction(session -> session.find(Sparse.class, sparse.id).ssn = "one");
        assertThat(find("Sparse", "e.ssn = 'one'")).containsExactly(sparse.id);
        factory.inTransaction(session -> session.find(Sparse.class, sparse.id).plain = "b");
        assertThat(find("Sparse", "e.ssn = 'one' and e.plain = 'b'")).containsExactly(sparse.id);
        factory.inTransaction(session -> session.find(Sparse.class, sparse.id).ssn = null);
        assertThat(find("Sparse", "e.ssn = 'one'")).isEmpty();
        assertThat(RawRows.of(factory, "sparse", "ssn_bidx")).isEmpty();
    }

    @Test
    void mergeWritesIndexValuesAndNothingWithoutAChange() {
        Nurse nurse = new Nurse();
        nurse.id = 5;
        nurse.ssn = "five";
        store(nurse);
        Statistics statistics = factory.getStatistics();
        statistics.clear();

        Nurse detached = factory.fromSession(session -> session.find(Nurse.class, 5L));
        factory.inTransaction(session -> session.merge(detached));
        assertThat(statistics.getEntityUpdateCount()).isZero();

        detached.ssn = "fifth";
        factory.inTransaction(session -> session.merge(detached));
        assertThat(find("Nurse", "e.ssn = 'fifth'")).containsExactly(5L);
        Nurse fresh = new Nurse();
        fresh.id = 6;
        fresh.ssn = "sixth";
        factory.inTransaction(session -> session.merge(fresh));
        assertThat(find("Nurse", "e.ssn = 'sixth'")).containsExactly(6L);
    }

    @Test
    void changesWithinOneTransaction() {
        factory.inTransaction(session -> {
            Nurse nurse = new Nurse();
            nurse.id = 9;
            nurse.ssn = "first";
            session.persist(nurse);
            session.flush();
            nurse.ssn = "second";
            session.flush();
            nurse.ssn = "third";
        });

        assertThat(find("Nurse", "e.ssn = 'third'")).containsExactly(9L);
    }

    @Test
    void statelessSessions() {
        Nurse nurse = new Nurse();
        nurse.id = 7;
        nurse.ssn = "seven";
        factory.inStatelessTransaction(session -> session.insert(nurse));
        assertThat(find("Nurse", "e.ssn = 'seven'")).containsExactly(7L);

        factory.inStatelessTransaction(session -> {
            Nurse read = session.get(Nurse.class, 7L);
            read.ssn = "updated";
            session.update(read);
        });
        assertThat(find("Nurse", "e.ssn = 'updated'")).containsExactly(7L);

        nurse.ssn = "upserted";
        nurse.version = 1;
        factory.inStatelessTransaction(session -> session.upsert(nurse));
        assertThat(find("Nurse", "e.ssn = 'upserted'")).containsExactly(7L);
        Nurse other = new Nurse();
        other.id = 8;
        other.ssn = "new";
        factory.inStatelessTransaction(session -> session.upsert(other));
        assertThat(find("Nurse", "e.ssn = 'new'")).containsExactly(8L);
    }

    @Test
    void whatAColumnDoesNotTakeItsIndexDoesNotTakeEither() {
        Fixed fixed = new Fixed();
        fixed.id = 1;
        fixed.born = "born";
        fixed.later = "ignored";
        store(fixed);
        assertThat(find("Fixed", "e.born = 'born'")).containsExactly(1L);
        assertThat(RawRows.of(factory, "fixed", "later_bidx")).isEmpty();

        factory.inTransaction(session -> {
            Fixed read = session.find(Fixed.class, 1L);
            read.born = "lost";
            read.later = "kept";
        });
        assertThat(find("Fixed", "e.born = 'born' and e.later = 'kept'")).containsExactly(1L);
        assertThat(find("Fixed", "e.born = 'lost'")).isEmpty();
    }

    @Test
    void quotedAndDeclaredNamesAndConvertedValues() {
        Quoted quoted = new Quoted();
        quoted.id = 1;
        quoted.order = "o";
        quoted.named = "n";
        quoted.shout = new Shout("abc");
        store(quoted);

        assertThat(find("Quoted", "e.order = 'o' and e.named = 'n'")).containsExactly(1L);
        List<Long> found = factory.fromSession(
                session -> session.createQuery("select e.id from Quoted e where e.shout = :shout", Long.class)
                        .setParameter("shout", new Shout("ABC"))
                        .getResultList());
        assertThat(found).containsExactly(1L);
        assertIndexed("quoted", "lookup_of_named");
    }

    @Test
    void indexPropertiesCannotBeNamedInQueries() {
        assertThat(catchThrowable(() -> find("Nurse", "e.ssn$bidx is not null")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(factory.getMetamodel().entity(Nurse.class).getAttributes())
                .extracting(attribute -> attribute.getName())
                .containsExactlyInAnyOrder("id", "ssn", "version");
    }

    @MappedSuperclass
    abstract static class Employee {
        @Encrypted @BlindIndex
        String ssn;

        @Version
        long version;
    }

    @Entity(name = "Nurse")
    @Table(name = "nurse")
    static class Nurse extends Employee {
        @Id
        long id;
    }

    @Embeddable
    static class Geo {
        @Encrypted @BlindIndex
        String place;

        Geo() {}

        Geo(String place) {
            this.place = place;
        }
    }

    @Embeddable
    static class Address {
        @Encrypted @BlindIndex
        @Column(name = "street")
        String street;

        @Embedded
        Geo geo;

        Address() {}

        Address(String street, Geo geo) {
            this.street = street;
            this.geo = geo;
        }
    }

    @Embeddable
    record Contact(
            @Encrypted @BlindIndex String email,
            @Encrypted @BlindIndex int extension) {}

    @Embeddable
    @DiscriminatorColumn(name = "kind")
    @DiscriminatorValue("any")
    static class Insurance {
        @Encrypted @BlindIndex
        String policy;
    }

    @Embeddable
    @DiscriminatorValue("private")
    static class PrivateInsurance extends Insurance {
        @Encrypted @BlindIndex
        String tariff;

        PrivateInsurance() {}

        PrivateInsurance(String policy, String tariff) {
            this.policy = policy;
            this.tariff = tariff;
        }
    }

    @Embeddable
    @DiscriminatorValue("public")
    static class PublicInsurance extends Insurance {
        @Encrypted @BlindIndex
        String fund;

        PublicInsurance() {}

        PublicInsurance(String policy, String fund) {
            this.policy = policy;
            this.fund = fund;
        }
    }

    @Entity(name = "Insured")
    @Table(name = "insured")
    static class Insured {
        @Id
        long id;

        @Embedded
        Insurance insurance;
    }

    @Entity(name = "Person")
    @Table(name = "person")
    static class Person extends Employee {
        @Id
        long id;

        @Embedded
        Address home;

        @Embedded
        @AttributeOverride(name = "street", column = @Column(name = "work_street"))
        @AttributeOverride(name = "geo.place", column = @Column(name = "work_place"))
        Address work;

        @Embedded
        Contact contact;
    }

    @Entity(name = "Doctor")
    @Table(name = "doctor")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Doctor {
        @Id
        long id;

        @Encrypted @BlindIndex
        String license;
    }

    @Entity(name = "Surgeon")
    @Table(name = "surgeon")
    static class Surgeon extends Doctor {
        @Encrypted @BlindIndex
        String speciality;
    }

    @Entity(name = "Ward")
    @Table(name = "ward")
    @SecondaryTable(name = "ward_notes")
    static class Ward {
        @Id
        long id;

        @Encrypted @BlindIndex
        String code;

        @Encrypted @BlindIndex
        @Column(table = "ward_notes")
        String notes;
    }

    @Entity(name = "IntensiveWard")
    static class IntensiveWard extends Ward {
        @Encrypted @BlindIndex
        @Column(name = "door_key")
        String key;
    }

    @Entity(name = "Device")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    @Access(AccessType.PROPERTY)
    @Table(name = "device")
    abstract static class Device {
        long id;
        String serial;

        @Id
        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }

        @Encrypted @BlindIndex
        public String getSerial() {
            return serial;
        }

        public void setSerial(String serial) {
            this.serial = serial;
        }
    }

    @Entity(name = "Scanner")
    @Table(name = "scanner")
    @Access(AccessType.PROPERTY)
    static class Scanner extends Device {
        String password;

        @Encrypted @BlindIndex
        public String getPassword() {
            return password;
        }

        public void setPassword(String password) {
            this.password = password;
        }
    }

    @Entity(name = "Sparse")
    @Table(name = "sparse")
    @DynamicInsert
    @DynamicUpdate
    static class Sparse {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        String plain;

        @Encrypted @BlindIndex
        String ssn;
    }

    @Entity(name = "Fixed")
    @Table(name = "fixed")
    static class Fixed {
        @Id
        long id;

        @Encrypted @BlindIndex
        @Column(updatable = false)
        String born;

        @Encrypted @BlindIndex
        @Column(insertable = false)
        String later;
    }

    record Shout(String word) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Shout that && word.equalsIgnoreCase(that.word);
        }

        @Override
        public int hashCode() {
            return Objects.hash(word.toLowerCase(Locale.ROOT));
        }
    }

    static final class ShoutConverter implements AttributeConverter<Shout, String> {

        @Override
        public String convertToDatabaseColumn(Shout shout) {
            return shout == null ? null : shout.word.toUpperCase(Locale.ROOT);
        }

        @Override
        public Shout convertToEntityAttribute(String word) {
            return word == null ? null : new Shout(word);
        }
    }

    @Entity(name = "Quoted")
    @Table(name = "quoted")
    static class Quoted {
        @Id
        long id;

        @BlindIndex
        @Encrypted @Column(name = "`order`")
        String order;

        @BlindIndex(column = "lookup_of_named", indexName = "lookup_by_name")
        @Encrypted String named;

        @Encrypted @BlindIndex
        @Convert(converter = ShoutConverter.class)
        Shout shout;
    }
}
