package io.columnseal.hibernate.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.Storage;
import io.columnseal.catalogue.ColumnPlace;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.hibernate.Scope;
import io.columnseal.hibernate.SealedColumns;
import io.columnseal.hibernate.TestDatabase;
import io.columnseal.hibernate.TestFactory;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.PrimaryKeyJoinColumn;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.CollectionId;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Where sealed columns lie and what identifies their rows, for every kind of mapping, on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SealedColumnsTest {

    private final ColumnSeal seal = TestFactory.seal();
    private SessionFactory factory;
    private List<SealedColumn> columns;

    abstract TestDatabase server();

    @BeforeAll
    void start() {
        factory = TestFactory.of(
                        Person.class,
                        Patient.class,
                        Address.class,
                        Composite.class,
                        IdClassed.class,
                        Animal.class,
                        Dog.class,
                        Vehicle.class,
                        Car.class,
                        Shape.class,
                        Circle.class,
                        Plan.class,
                        Premium.class,
                        Card.class,
                        Collections.class,
                        Quoted.class,
                        Plain.class)
                .seal(seal)
                .database(server())
                .build();
        columns = SealedColumns.of(factory).list();
    }

    @AfterAll
    void stop() {
        factory.close();
        seal.close();
    }

    @Test
    void rememberedWithTheKeysIsEveryColumnOfIt() {
        assertThat(seal.columns().findAll().stream()
                        .flatMap(column -> column.places().stream())
                        .map(ColumnPlace::toString)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(columns.stream()
                        .map(column -> column.table() + "." + column.column())
                        .toList());
    }

    /** table[key columns].column, of the columns of one entity and its collections. */
    private List<String> places(Class<?> entity) {
        return columns.stream()
                .filter(column -> (column.entity() + ".").startsWith(entity.getName() + "."))
                .map(column -> column.table() + column.keyColumns() + "." + column.column())
                .toList();
    }

    private SealedColumn column(String table, String column) {
        return columns.stream()
                .filter(candidate ->
                        candidate.table().equals(table) && candidate.column().equals(column))
                .findAny()
                .orElseThrow();
    }

    @Test
    void tellsWhatAColumnIsSealedFor() {
        assertThat(column("person", "ssn"))
                .isEqualTo(new SealedColumn(
                        Person.class.getName(),
                        "ssn",
                        "person",
                        List.of("id"),
                        "ssn",
                        "person.ssn",
                        "field",
                        "text",
                        Storage.BINARY,
                        1,
                        false));
        assertThat(column("person", "code"))
                .isEqualTo(new SealedColumn(
                        Person.class.getName(),
                        "code",
                        "person",
                        List.of("id"),
                        "code",
                        "secret-code",
                        "pii",
                        "text",
                        Storage.TEXT,
                        32,
                        true));
    }

    @Test
    void listsAttributesOfEmbeddablesAndMappedSuperclasses() {
        assertThat(places(Person.class))
                .containsExactly("person[id].code", "person[id].email", "person[id].home_street", "person[id].ssn");
        assertThat(column("person", "home_street").attribute()).isEqualTo("home.street");
        assertThat(places(Patient.class)).containsExactly("patient[id].email");
    }

    @Test
    void listsAllColumnsOfACompositeKey() {
        assertThat(places(Composite.class)).containsExactly("composite[major, minor].secret");
        assertThat(places(IdClassed.class)).containsExactly("idclassed[x, y].secret");
    }

    @Test
    void listsAColumnOfAJoinedTableByThatTablesKey() {
        assertThat(places(Animal.class)).containsExactly("animal[id].chip");
        assertThat(places(Dog.class)).containsExactly("dog[animal_id].licence");
    }

    @Test
    void listsAColumnOfASingleTableOnce() {
        assertThat(places(Plan.class)).containsExactly("plan[id].price");
        assertThat(places(Premium.class)).containsExactly("plan[id].discount");
    }

    @Test
    void listsInheritedColumnsInEveryTableOfAUnion() {
        assertThat(places(Vehicle.class)).containsExactly("car[id].vin", "vehicle[id].vin");
        assertThat(places(Car.class)).containsExactly("car[id].alarm");
    }

    @Test
    void leavesOutTheTableThatAnAbstractClassDoesNotHave() {
        assertThat(places(Shape.class)).containsExactly("circle[id].label");
    }

    @Test
    void listsAColumnOfASecondaryTableByThatTablesKey() {
        assertThat(places(Card.class)).containsExactly("card_secret[card_pk].number");
    }

    @Test
    void listsElementsByOwnerAndPlaceAndThoseOfABagWithoutAKey() {
        assertThat(places(Collections.class))
                .containsExactly(
                        "addresses[owner, topic].street",
                        "bag[].word",
                        "idbag[row_id].word",
                        "remarks[owner, topic].remark",
                        "verses[owner, place].verse");
    }

    @Test
    void writesNamesAsSqlNeedsThem() {
        Dialect dialect = factory.unwrap(SessionFactoryImplementor.class)
                .getJdbcServices()
                .getDialect();

        assertThat(places(Quoted.class))
                .containsExactly("'Two Words'['The Id'].'Order'".replace('\'', dialect.openQuote()));
    }

    @Test
    void namesTheApplication() {
        assertThat(SealedColumns.of(factory).catalogue().columns()).isEqualTo(columns);
        assertThat(SealedColumns.of(factory).catalogue().application()).isNotBlank();
    }

    @Test
    void everyNameWorksInAStatement() {
        factory.inSession(session -> session.doWork(connection -> {
            for (SealedColumn column : columns) {
                List<String> selected = new ArrayList<>(column.keyColumns());
                selected.add(column.column());
                try (var statement = connection.createStatement()) {
                    statement.executeQuery("select " + String.join(", ", selected) + " from " + column.table());
                }
            }
        }));
    }

    @MappedSuperclass
    static class Contact {
        @Encrypted String email;
    }

    @Embeddable
    static class Address {
        @Encrypted String street;

        String town;
    }

    @Entity
    @Table(name = "person")
    static class Person extends Contact {
        @Id
        Long id;

        @Encrypted String ssn;

        @Encrypted(
                context = "secret-code",
                purpose = "pii",
                storage = Storage.TEXT,
                scope = Scope.SHARED,
                paddingBytes = 32)
        String code;

        @Embedded
        @jakarta.persistence.AttributeOverride(name = "street", column = @Column(name = "home_street"))
        Address home;

        String plain;
    }

    @Entity
    @Table(name = "patient")
    static class Patient extends Contact {
        @Id
        Long id;

        @ManyToOne
        Person relative;
    }

    @Embeddable
    record Pair(Long major, String minor) {}

    @Entity
    @Table(name = "composite")
    static class Composite {
        @EmbeddedId
        Pair id;

        @Encrypted String secret;
    }

    record Xy(Long x, Integer y) {}

    @Entity
    @Table(name = "idclassed")
    @IdClass(Xy.class)
    static class IdClassed {
        @Id
        Long x;

        @Id
        Integer y;

        @Encrypted String secret;
    }

    @Entity
    @Table(name = "animal")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Animal {
        @Id
        Long id;

        @Encrypted String chip;
    }

    @Entity
    @Table(name = "dog")
    @PrimaryKeyJoinColumn(name = "animal_id")
    static class Dog extends Animal {
        @Encrypted String licence;
    }

    @Entity
    @Table(name = "vehicle")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    static class Vehicle {
        @Id
        Long id;

        @Encrypted String vin;
    }

    @Entity
    @Table(name = "car")
    static class Car extends Vehicle {
        @Encrypted String alarm;
    }

    @Entity
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    abstract static class Shape {
        @Id
        Long id;

        @Encrypted(context = "shape.label") String label;
    }

    @Entity
    @Table(name = "circle")
    static class Circle extends Shape {}

    @Entity
    @Table(name = "plan")
    @DiscriminatorColumn(name = "kind")
    static class Plan {
        @Id
        Long id;

        @Encrypted Integer price;
    }

    @Entity
    static class Premium extends Plan {
        @Encrypted Integer discount;
    }

    @Entity
    @Table(name = "card")
    @SecondaryTable(name = "card_secret", pkJoinColumns = @PrimaryKeyJoinColumn(name = "card_pk"))
    static class Card {
        @Id
        Long id;

        @Encrypted @Column(table = "card_secret")
        String number;
    }

    @Entity
    @Table(name = "collections")
    static class Collections {
        @Id
        Long id;

        @ElementCollection
        @CollectionTable(name = "verses", joinColumns = @JoinColumn(name = "owner"))
        @OrderColumn(name = "place")
        @Column(name = "verse")
        @Encrypted List<String> verses = new ArrayList<>();

        @ElementCollection
        @CollectionTable(name = "bag", joinColumns = @JoinColumn(name = "owner"))
        @Column(name = "word")
        @Encrypted Collection<String> bag = new ArrayList<>();

        @ElementCollection
        @CollectionTable(name = "idbag", joinColumns = @JoinColumn(name = "owner"))
        @CollectionId(column = @Column(name = "row_id"), generator = "increment")
        @org.hibernate.annotations.CollectionIdJavaType(org.hibernate.type.descriptor.java.LongJavaType.class)
        @Column(name = "word")
        @Encrypted Collection<String> idbag = new ArrayList<>();

        @ElementCollection
        @CollectionTable(name = "remarks", joinColumns = @JoinColumn(name = "owner"))
        @MapKeyColumn(name = "topic")
        @Column(name = "remark")
        @Encrypted Map<String, String> remarks = new HashMap<>();

        @ElementCollection
        @CollectionTable(name = "addresses", joinColumns = @JoinColumn(name = "owner"))
        @MapKeyColumn(name = "topic")
        Map<String, Address> addresses = new HashMap<>();
    }

    @Entity
    @Table(name = "`Two Words`")
    static class Quoted {
        @Id
        @Column(name = "`The Id`")
        Long id;

        @Encrypted @Column(name = "`Order`")
        String order;
    }

    @Entity
    @Table(name = "plain")
    static class Plain {
        @Id
        Long id;

        String name;

        @ElementCollection
        List<String> words = new ArrayList<>();
    }
}
