package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Encrypted attributes in every place a mapping can put them, on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MappingShapesTest {

    private static final String SECRET = "SECRET-77";

    private SessionFactory factory;

    abstract TestDatabase server();

    @BeforeAll
    void start() {
        factory = TestFactory.of(
                        Person.class,
                        Nurse.class,
                        Doctor.class,
                        Surgeon.class,
                        Ward.class,
                        IntensiveWard.class,
                        Device.class,
                        Scanner.class,
                        Collections.class)
                .database(server())
                .build();
    }

    @AfterAll
    void stop() {
        factory.close();
    }

    private <T> T storeAndRead(T entity, Object id) {
        factory.inTransaction(session -> session.persist(entity));
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) entity.getClass();
        return factory.fromSession(session -> session.find(type, id));
    }

    private void assertSealed(String table, String column) {
        List<byte[]> cells = RawRows.of(factory, table, column);
        assertThat(cells)
                .isNotEmpty()
                .allSatisfy(cell -> assertThat(cell[0]).isEqualTo((byte) 1))
                .allSatisfy(cell -> assertThat(new String(cell, StandardCharsets.ISO_8859_1))
                        .doesNotContain(SECRET));
    }

    @Test
    void mappedSuperclass() {
        Nurse nurse = new Nurse();
        nurse.id = 1;
        nurse.ssn = SECRET;

        assertThat(storeAndRead(nurse, 1L).ssn).isEqualTo(SECRET);
        assertSealed("nurse", "ssn");
    }

    @Test
    void embeddablesWithOverridesAndRecords() {
        Person person = new Person();
        person.id = 1;
        person.home = new Address(SECRET + " home", new Geo(SECRET + " geo"));
        person.work = new Address(SECRET + " work", null);
        person.contact = new Contact(SECRET + "@example.org", 7);

        Person read = storeAndRead(person, 1L);

        assertThat(read.home.street).isEqualTo(SECRET + " home");
        assertThat(read.home.geo.place).isEqualTo(SECRET + " geo");
        assertThat(read.work.street).isEqualTo(SECRET + " work");
        assertThat(read.contact).isEqualTo(new Contact(SECRET + "@example.org", 7));
        assertSealed("person", "street");
        assertSealed("person", "work_street");
        assertSealed("person", "place");
        assertSealed("person", "email");
    }

    @Test
    void aValueDoesNotOpenInTheOtherEmbeddable() {
        Person person = new Person();
        person.id = 2;
        person.home = new Address(SECRET, null);
        storeAndRead(person, 2L);
        RawRows.update(factory, "update person set work_street = street where id = 2");

        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> factory.inSession(session -> session.find(Person.class, 2L)))
                .isInstanceOf(io.columnseal.DecryptionException.class);
    }

    @Test
    void joinedSubclasses() {
        Surgeon surgeon = new Surgeon();
        surgeon.id = 1;
        surgeon.license = SECRET + " license";
        surgeon.speciality = SECRET + " speciality";

        Surgeon read = storeAndRead(surgeon, 1L);

        assertThat(read.license).isEqualTo(SECRET + " license");
        assertThat(read.speciality).isEqualTo(SECRET + " speciality");
        assertSealed("doctor", "license");
        assertSealed("surgeon", "speciality");
    }

    @Test
    void singleTableSubclassesAndSecondaryTables() {
        IntensiveWard ward = new IntensiveWard();
        ward.id = 1;
        ward.code = SECRET;
        ward.key = SECRET;
        ward.notes = SECRET;

        IntensiveWard read = storeAndRead(ward, 1L);

        assertThat(List.of(read.code, read.key, read.notes)).containsOnly(SECRET);
        assertSealed("ward", "code");
        assertSealed("ward", "door_key");
        assertSealed("ward_notes", "notes");
    }

    @Test
    void tablePerClass() {
        Scanner scanner = new Scanner();
        scanner.id = 1;
        scanner.serial = SECRET;
        scanner.password = SECRET;

        Scanner read = storeAndRead(scanner, 1L);
        assertThat(List.of(read.serial, read.password)).containsOnly(SECRET);
        Device device = factory.fromSession(session -> session.find(Device.class, 1L));
        assertThat(device.serial).isEqualTo(SECRET);
        assertSealed("scanner", "serial");
        assertSealed("scanner", "password");
    }

    @Test
    void elementCollections() {
        Collections collections = new Collections();
        collections.id = 1;
        collections.list = new ArrayList<>(List.of(SECRET + 1, SECRET + 2, SECRET + 3));
        collections.bag = new ArrayList<>(List.of(SECRET, SECRET));
        collections.map = new HashMap<>(Map.of("a", SECRET, "b", SECRET + "b"));
        collections.addresses = new ArrayList<>(List.of(new Address(SECRET, new Geo(SECRET))));
        storeAndRead(collections, 1L);

        factory.inTransaction(session -> {
            Collections read = session.find(Collections.class, 1L);
            assertThat(read.list).containsExactly(SECRET + 1, SECRET + 2, SECRET + 3);
            assertThat(read.bag).containsExactly(SECRET, SECRET);
            assertThat(read.map).isEqualTo(Map.of("a", SECRET, "b", SECRET + "b"));
            assertThat(read.addresses).extracting(address -> address.street).containsExactly(SECRET);
            read.list.remove(1);
            read.bag.remove(0);
            read.map.remove("a");
            read.map.put("b", SECRET + "c");
            read.addresses.add(new Address(SECRET + 2, null));
        });

        factory.inTransaction(session -> {
            Collections read = session.find(Collections.class, 1L);
            assertThat(read.list).containsExactly(SECRET + 1, SECRET + 3);
            assertThat(read.bag).containsExactly(SECRET);
            assertThat(read.map).isEqualTo(Map.of("b", SECRET + "c"));
            assertThat(read.addresses).hasSize(2);
        });
        assertSealed("collections_list", "list");
        assertSealed("collections_bag", "bag");
        assertSealed("collections_map", "map");
        assertSealed("collections_addresses", "street");
    }

    @Test
    void untouchedCollectionsAreNotWritten() {
        Collections collections = new Collections();
        collections.id = 2;
        collections.list = new ArrayList<>(List.of(SECRET));
        collections.map = new HashMap<>(Map.of("a", SECRET));
        collections.bag = new ArrayList<>(List.of(SECRET));
        storeAndRead(collections, 2L);
        List<byte[]> before = cells(2);

        factory.inTransaction(session -> {
            Collections read = session.find(Collections.class, 2L);
            assertThat(read.list).hasSize(1);
            assertThat(read.map).hasSize(1);
            assertThat(read.bag).hasSize(1);
            read.list.set(0, SECRET);
            read.map.put("a", new StringBuilder(SECRET).toString());
        });

        assertThat(cells(2)).hasSize(3).containsExactlyElementsOf(before);
    }

    private List<byte[]> cells(long id) {
        return RawRows.query(
                factory,
                "select l.list, m.map, b.bag from collections_list l join collections_map m"
                        + " on m.collections_id = l.collections_id join collections_bag b"
                        + " on b.collections_id = l.collections_id where l.collections_id = " + id);
    }

    @MappedSuperclass
    abstract static class Employee {
        @Encrypted String ssn;
    }

    @Entity
    @Table(name = "nurse")
    static class Nurse extends Employee {
        @Id
        long id;
    }

    @Embeddable
    static class Geo {
        @Encrypted String place;

        Geo() {}

        Geo(String place) {
            this.place = place;
        }
    }

    @Embeddable
    static class Address {
        @Encrypted @Column(name = "street")
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
    record Contact(@Encrypted String email, @Encrypted int extension) {}

    @Entity
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

    @Entity
    @Table(name = "doctor")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Doctor {
        @Id
        long id;

        @Encrypted String license;
    }

    @Entity
    @Table(name = "surgeon")
    static class Surgeon extends Doctor {
        @Encrypted String speciality;
    }

    @Entity
    @Table(name = "ward")
    @SecondaryTable(name = "ward_notes")
    static class Ward {
        @Id
        long id;

        @Encrypted String code;

        @Encrypted @Column(table = "ward_notes")
        String notes;
    }

    @Entity
    static class IntensiveWard extends Ward {
        @Encrypted @Column(name = "door_key")
        String key;
    }

    @Entity
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

        @Encrypted public String getSerial() {
            return serial;
        }

        public void setSerial(String serial) {
            this.serial = serial;
        }
    }

    @Entity
    @Table(name = "scanner")
    @Access(AccessType.PROPERTY)
    static class Scanner extends Device {
        String password;

        @Encrypted public String getPassword() {
            return password;
        }

        public void setPassword(String password) {
            this.password = password;
        }
    }

    @Entity
    @Table(name = "collections")
    static class Collections {
        @Id
        long id;

        @ElementCollection
        @CollectionTable(name = "collections_list", joinColumns = @JoinColumn(name = "collections_id"))
        @OrderColumn
        @Encrypted @Column(name = "list")
        List<String> list;

        @ElementCollection
        @CollectionTable(name = "collections_bag", joinColumns = @JoinColumn(name = "collections_id"))
        @Encrypted @Column(name = "bag")
        List<String> bag;

        @ElementCollection
        @CollectionTable(name = "collections_map", joinColumns = @JoinColumn(name = "collections_id"))
        @MapKeyColumn(name = "map_key")
        @Encrypted @Column(name = "map")
        Map<String, String> map;

        @ElementCollection
        @CollectionTable(name = "collections_addresses", joinColumns = @JoinColumn(name = "collections_id"))
        List<Address> addresses;
    }
}
