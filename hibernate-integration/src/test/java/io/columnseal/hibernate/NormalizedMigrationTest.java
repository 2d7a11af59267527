package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.Storage;
import io.columnseal.index.DigitsOnly;
import io.columnseal.index.FoldCase;
import io.columnseal.index.StripAccents;
import io.columnseal.index.Trim;
import io.columnseal.migrate.MigrationPhase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.criteria.Expression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What lookups find in a column in migration whose blind index has normalizers, whatever its rows hold. */
@Timeout(120)
abstract class NormalizedMigrationTest {

    private static final List<MigrationPhase> PHASES =
            List.of(MigrationPhase.PREPARE, MigrationPhase.SEAL, MigrationPhase.BACKFILL);

    private final ColumnSeal seal = TestFactory.seal();
    private final Map<String, Object> database = server().create();
    private final List<SessionFactory> factories = new ArrayList<>();
    private final SessionFactory old = start("create", null, OldPerson.class);

    /** One that tells upper from lower case. */
    abstract TestDatabase server();

    @AfterEach
    void stop() {
        factories.forEach(SessionFactory::close);
        seal.close();
    }

    @Test
    void comparisonsWithoutCaseFindEveryRowInEveryPhase() {
        persistOld(1, "Ann@Example.org");
        persistOld(2, "bob@example.org");
        assertFoundWithoutCase(start("update", MigrationPhase.PREPARE, Person.class), 1);

        SessionFactory sealing = start("none", MigrationPhase.SEAL, Person.class);
        persist(sealing, 3, "ANN@example.org");
        persist(sealing, 4, "carol@example.org");
        persist(sealing, 5, null);
        for (MigrationPhase phase : PHASES) {
            assertFoundWithoutCase(start("none", phase, Person.class), 1, 3);
        }

        backfill();
        for (MigrationPhase phase : PHASES) {
            assertFoundWithoutCase(start("none", phase, Person.class), 1, 3);
        }
        assertFoundWithoutCase(start("none", MigrationPhase.STRICT, Person.class), 1, 3);
    }

    @Test
    void bulkStatementsFindRowsWithoutCase() {
        persistOld(1, "Ann@Example.org");
        SessionFactory sealing = start("update", MigrationPhase.SEAL, Person.class);
        persist(sealing, 2, "ann@example.org");

        int changed = sealing.fromTransaction(session -> session.createMutationQuery(
                        "update Person p set p.phone = '1' where upper(p.email) = upper(:x)")
                .setParameter("x", "ANN@EXAMPLE.ORG")
                .executeUpdate());

        assertThat(changed).isEqualTo(2);
    }

    /** As the guide says; other spellings are found once the row is sealed. */
    @Test
    void equalityFindsUnsealedRowsByExactlyTheirValue() {
        RawRows.update(
                old,
                "insert into person (id, email, phone, code, city) values (1, 'Ann@Example.org', '+1 555', ' x', 'Köln')");
        SessionFactory node = start("update", MigrationPhase.BACKFILL, Person.class);

        assertThat(find(node, "p.email = :x", "Ann@Example.org")).containsExactly(1L);
        assertThat(find(node, "p.email in (:x, 'y')", "Ann@Example.org")).containsExactly(1L);
        assertThat(find(node, "p.email <> :x", "Ann@Example.org")).isEmpty();
        assertThat(find(node, "p.email not in (:x, 'y')", "Ann@Example.org")).isEmpty();
        assertThat(find(node, "p.phone = :x", "+1 555")).containsExactly(1L);
        assertThat(find(node, "p.code = :x", " x")).containsExactly(1L);
        assertThat(find(node, "p.city = :x", "Köln")).containsExactly(1L);
        assertFoundInAnotherSpelling(node, false);

        backfill();

        assertFoundInAnotherSpelling(node, true);
    }

    private static void assertFoundInAnotherSpelling(SessionFactory node, boolean found) {
        Long[] expected = found ? new Long[] {1L} : new Long[0];
        Long[] others = found ? new Long[0] : new Long[] {1L};

        assertThat(find(node, "p.email = :x", "ann@example.org")).containsExactly(expected);
        assertThat(find(node, "p.email in (:x, 'y')", "ann@example.org")).containsExactly(expected);
        assertThat(find(node, "p.email <> :x", "ann@example.org")).containsExactly(others);
        assertThat(find(node, "p.email not in (:x, 'y')", "ann@example.org")).containsExactly(others);
        assertThat(find(node, "p.phone = :x", "1555")).containsExactly(expected);
        assertThat(find(node, "p.code = :x", "x")).containsExactly(expected);
        assertThat(find(node, "p.city = :x", "Koln")).containsExactly(expected);
    }

    private static void assertFoundWithoutCase(SessionFactory node, long... ids) {
        Long[] found = boxed(ids);
        Long[] others = node
                .fromSession(session -> session.createQuery(
                                "select p.id from Person p where p.email is not null order by p.id", Long.class)
                        .list())
                .stream()
                .filter(id -> !List.of(found).contains(id))
                .toArray(Long[]::new);

        assertThat(others).isNotEmpty();
        assertThat(find(node, "lower(p.email) = lower(:x)", "aNN@example.ORG")).containsExactly(found);
        assertThat(find(node, "upper(:x) = upper(p.email)", "ann@example.org")).containsExactly(found);
        assertThat(find(node, "lower(p.email) = lower('ann@EXAMPLE.org') and :x = 'x'", "x"))
                .containsExactly(found);
        assertThat(find(node, "upper(p.email) <> upper(:x)", "ann@example.org")).containsExactly(others);
        assertThat(find(node, "not lower(p.email) = lower(:x)", "ann@example.org"))
                .containsExactly(others);
        assertThat(find(node, "lower(p.email) = lower(:x)", "nn@example.org")).isEmpty();
        assertThat(criteria(node, HibernateCriteriaBuilder::lower, false)).containsExactly(found);
        assertThat(criteria(node, HibernateCriteriaBuilder::upper, true)).containsExactly(others);
    }

    private static Long[] boxed(long... ids) {
        return Arrays.stream(ids).boxed().toArray(Long[]::new);
    }

    private static List<Long> criteria(
            SessionFactory node,
            BiFunction<HibernateCriteriaBuilder, Expression<String>, Expression<String>> function,
            boolean negated) {
        return node.fromSession(session -> {
            HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
            var query = builder.createQuery(Long.class);
            var person = query.from(Person.class);
            JpaPredicate equal = builder.equal(
                    function.apply(builder, person.get("email")),
                    function.apply(builder, builder.literal("ANN@example.org")));
            query.select(person.get("id")).where(negated ? equal.not() : equal).orderBy(builder.asc(person.get("id")));
            return session.createQuery(query).list();
        });
    }

    private static List<Long> find(SessionFactory node, String condition, String value) {
        return node.fromSession(session -> session.createQuery(
                        "select p.id from Person p where " + condition + " order by p.id", Long.class)
                .setParameter("x", value)
                .list());
    }

    private void backfill() {
        SessionFactory node = start("none", MigrationPhase.BACKFILL, Person.class);
        try (HikariDataSource pool = FactoryDatabase.open(node)) {
            assertThat(SealedColumns.of(node).migration(pool).seal().complete()).isTrue();
        }
    }

    private void persistOld(long id, String email) {
        RawRows.update(old, "insert into person (id, email) values (?, ?)", id, email);
    }

    private static void persist(SessionFactory node, long id, String email) {
        node.inTransaction(session -> {
            Person person = new Person();
            person.id = id;
            person.email = email;
            session.persist(person);
        });
    }

    private SessionFactory start(String action, MigrationPhase phase, Class<?> entity) {
        TestFactory factory =
                TestFactory.of(entity).seal(seal).setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, action);
        database.forEach(factory::setting);
        if (phase != null) {
            for (String column : List.of("email", "phone", "code", "city")) {
                factory.setting("columnseal.migration.person." + column, phase);
            }
        }
        SessionFactory built = factory.build();
        factories.add(built);
        return built;
    }

    /** As it was before. */
    @Entity(name = "Person")
    @Table(name = "person")
    static class OldPerson {
        @Id
        long id;

        @Column(length = 300)
        String email;

        @Column(length = 300)
        String phone;

        @Column(length = 300)
        String code;

        @Column(length = 300)
        String city;
    }

    @Entity(name = "Person")
    @Table(name = "person")
    static class Person {
        @Id
        long id;

        @Encrypted(storage = Storage.TEXT) @BlindIndex(normalizer = {Trim.class, FoldCase.class})
        @Column(length = 30)
        String email;

        @Encrypted(storage = Storage.TEXT) @BlindIndex(normalizer = DigitsOnly.class)
        @Column(length = 30)
        String phone;

        @Encrypted(storage = Storage.TEXT) @BlindIndex(normalizer = Trim.class)
        @Column(length = 30)
        String code;

        @Encrypted(storage = Storage.TEXT) @BlindIndex(normalizer = StripAccents.class)
        @Column(length = 30)
        String city;
    }
}
