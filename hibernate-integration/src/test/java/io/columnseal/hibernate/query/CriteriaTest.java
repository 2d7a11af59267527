package io.columnseal.hibernate.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.TestFactory;
import io.columnseal.hibernate.query.Clinic.Account;
import io.columnseal.hibernate.query.Clinic.Address;
import io.columnseal.hibernate.query.Clinic.Contact;
import io.columnseal.hibernate.query.Clinic.Doctor;
import io.columnseal.hibernate.query.Clinic.Patient;
import io.columnseal.hibernate.query.Clinic.Savings;
import io.columnseal.hibernate.query.Clinic.Status;
import io.columnseal.hibernate.query.Clinic.Town;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.CriteriaUpdate;
import jakarta.persistence.criteria.JoinType;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaCriteriaQuery;
import org.hibernate.query.criteria.JpaRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The same limits in Criteria, whether values are bound as parameters or rendered as literals. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CriteriaTest {

    private SessionFactory factory;

    /** {@code bind} or {@code inline}. */
    abstract String valueHandling();

    @BeforeAll
    void start() {
        factory = TestFactory.of(Clinic.ENTITIES)
                .setting(AvailableSettings.CRITERIA_VALUE_HANDLING_MODE, valueHandling())
                .build();
        factory.inTransaction(Clinic::populate);
    }

    @AfterAll
    void stop() {
        factory.close();
    }

    interface Selection {
        void on(HibernateCriteriaBuilder builder, JpaCriteriaQuery<Object> query, JpaRoot<Patient> patient);
    }

    static final List<Arguments> REFUSED = List.of(
            where("equal", (cb, p) -> cb.equal(p.get("ssn"), "NEEDLE")),
            where("notEqual", (cb, p) -> cb.notEqual(p.get("ssn"), "NEEDLE")),
            where("equal of a number", (cb, p) -> cb.equal(p.get("age"), 31)),
            where("equal of an enum", (cb, p) -> cb.equal(p.get("status"), Status.OPEN)),
            where("equal of a boolean", (cb, p) -> cb.isTrue(p.get("vip"))),
            where("equal of two attributes", (cb, p) -> cb.equal(p.get("ssn"), p.get("note"))),
            where("equal with a plain attribute", (cb, p) -> cb.equal(p.get("city"), p.get("ssn"))),
            where("equal of an embeddable", (cb, p) -> cb.equal(p.get("home"), new Address("NEEDLE", "x"))),
            where(
                    "equal inside an embeddable",
                    (cb, p) -> cb.equal(p.get("home").get("street"), "NEEDLE")),
            where("equal of an element", (cb, p) -> cb.equal(p.join("tags"), "NEEDLE")),
            where(
                    "equal of a map value",
                    (cb, p) -> cb.equal(p.joinMap("remarks").value(), "NEEDLE")),
            where(
                    "equal across an association",
                    (cb, p) -> cb.equal(p.get("doctor").get("phone"), "NEEDLE")),
            where("greaterThan", (cb, p) -> cb.greaterThan(p.<Integer>get("age"), 30)),
            where("between", (cb, p) -> cb.between(p.<Integer>get("age"), 1, 99)),
            where("like", (cb, p) -> cb.like(p.get("ssn"), "NEEDLE%")),
            where("notLike", (cb, p) -> cb.notLike(p.get("ssn"), "NEEDLE%")),
            where("ilike", (cb, p) -> cb.ilike(p.get("ssn"), "NEEDLE%")),
            where("in", (cb, p) -> p.get("ssn").in("NEEDLE", "x")),
            where("in a list", (cb, p) -> p.get("ssn").in(List.of("NEEDLE"))),
            where("isMember", (cb, p) -> cb.isMember("NEEDLE", p.<List<String>>get("tags"))),
            where("lower", (cb, p) -> cb.equal(cb.lower(p.get("ssn")), "needle")),
            where("length", (cb, p) -> cb.gt(cb.length(p.get("ssn")), 3)),
            where("coalesce", (cb, p) -> cb.equal(cb.coalesce(p.get("ssn"), "x"), "NEEDLE")),
            where("nullif", (cb, p) -> cb.isNull(cb.nullif(p.<String>get("ssn"), "NEEDLE"))),
            where("concat", (cb, p) -> cb.equal(cb.concat(p.get("ssn"), "x"), "NEEDLE")),
            where("sum", (cb, p) -> cb.gt(cb.sum(p.<Integer>get("age"), 1), 30)),
            where("not", (cb, p) -> cb.not(cb.equal(p.get("ssn"), "NEEDLE"))),
            where("or", (cb, p) -> cb.or(cb.isNull(p.get("ssn")), cb.equal(p.get("ssn"), "NEEDLE"))),
            where("a sub-query's selection", (cb, p) -> {
                var query = cb.createQuery().subquery(String.class);
                return p.get("city").in(query.select(query.from(Patient.class).get("ssn")));
            }),
            where("a correlated sub-query", (cb, p) -> {
                var query = cb.createQuery().subquery(Long.class);
                var other = query.from(Doctor.class);
                return cb.exists(query.select(other.get("id")).where(cb.equal(other.get("phone"), p.get("ssn"))));
            }),
            where("treat", (cb, p) -> {
                var query = cb.createQuery().subquery(Long.class);
                var account = query.from(Account.class);
                return cb.exists(query.select(account.get("id"))
                        .where(cb.equal(cb.treat(account, Savings.class).get("pin"), "NEEDLE")));
            }),
            select("the same path selected and compared", (cb, q, p) -> {
                var ssn = p.<String>get("ssn");
                q.select(ssn).where(cb.equal(ssn, "NEEDLE"));
            }),
            select("the same path selected and passed to a function", (cb, q, p) -> {
                var ssn = p.<String>get("ssn");
                q.multiselect(ssn, cb.upper(ssn));
            }),
            select("orderBy", (cb, q, p) -> q.orderBy(cb.asc(p.get("ssn")))),
            select("orderBy a selected path", (cb, q, p) -> {
                var ssn = p.get("ssn");
                q.select(ssn).orderBy(cb.desc(ssn));
            }),
            select("orderBy an embeddable", (cb, q, p) -> q.orderBy(cb.asc(p.get("home")))),
            select(
                    "groupBy",
                    (cb, q, p) -> q.multiselect(p.get("ssn"), cb.count(p)).groupBy(p.get("ssn"))),
            select(
                    "groupBy an embeddable",
                    (cb, q, p) -> q.multiselect(p.get("home"), cb.count(p)).groupBy(p.get("home"))),
            select(
                    "having",
                    (cb, q, p) -> q.select(p.get("city"))
                            .groupBy(p.get("city"))
                            .having(cb.gt(cb.max(p.<Integer>get("age")), 3))),
            select("distinct", (cb, q, p) -> q.select(p.get("ssn")).distinct(true)),
            select(
                    "distinct tuple",
                    (cb, q, p) -> q.multiselect(p.get("id"), p.get("ssn")).distinct(true)),
            select("distinct embeddable", (cb, q, p) -> q.select(p.get("home")).distinct(true)),
            select(
                    "distinct DTO",
                    (cb, q, p) -> q.select(cb.construct(Contact.class, p.get("ssn"), p.get("id")))
                            .distinct(true)),
            select("max", (cb, q, p) -> q.select(cb.max(p.<Integer>get("age")))),
            select("count", (cb, q, p) -> q.select(cb.count(p.get("ssn")))),
            select("countDistinct", (cb, q, p) -> q.select(cb.countDistinct(p.get("ssn")))),
            select("function", (cb, q, p) -> q.select(cb.function("upper", String.class, p.get("ssn")))),
            select("as", (cb, q, p) -> q.select(p.get("age").as(String.class))),
            select("cast", (cb, q, p) -> q.select(cb.cast(p.get("age"), String.class))),
            select(
                    "selectCase",
                    (cb, q, p) -> q.select(cb.selectCase()
                            .when(cb.equal(p.get("ssn"), "NEEDLE"), 1)
                            .otherwise(0))),
            select(
                    "selectCase result",
                    (cb, q, p) -> q.select(cb.selectCase()
                            .when(cb.equal(p.get("id"), 1L), p.get("ssn"))
                            .otherwise(p.get("note")))),
            select(
                    "a window",
                    (cb, q, p) -> q.select(cb.rowNumber(cb.createWindow().orderBy(cb.asc(p.get("ssn")))))),
            select(
                    "a join condition",
                    (cb, q, p) ->
                            q.where(cb.isNotNull(p.join("tags", JoinType.LEFT).on(cb.like(p.get("note"), "NEEDLE"))))));

    @ParameterizedTest(name = "{0}")
    @FieldSource("REFUSED")
    void refuses(String name, Selection misuse) {
        HibernateCriteriaBuilder builder = factory.getCriteriaBuilder();
        JpaCriteriaQuery<Object> query = builder.createQuery(Object.class);
        JpaRoot<Patient> patient = query.from(Patient.class);
        misuse.on(builder, query, patient);

        Throwable refusal = catchThrowable(() ->
                factory.inTransaction(session -> session.createQuery(query).getResultList()));

        assertThat(refusal)
                .isExactlyInstanceOf(QueryRefusedException.class)
                .hasMessageNotContaining("NEEDLE")
                .hasNoCause();
    }

    static final List<Arguments> REFUSED_UPDATES = List.of(
            update("a plain attribute's value", (update, p) -> update.set(p.<String>get("ssn"), p.<String>get("city"))),
            update("into a plain attribute", (update, p) -> update.set(p.<String>get("city"), p.<String>get("ssn"))),
            update(
                    "by its old value",
                    (update, p) -> update.set("city", "x").where(p.get("ssn").in("NEEDLE"))));

    @ParameterizedTest(name = "{0}")
    @FieldSource("REFUSED_UPDATES")
    void refusesToAssign(String name, BiConsumer<CriteriaUpdate<Patient>, Root<Patient>> misuse) {
        CriteriaUpdate<Patient> update = factory.getCriteriaBuilder().createCriteriaUpdate(Patient.class);
        misuse.accept(update, update.from(Patient.class));

        Throwable refusal = catchThrowable(() -> factory.inTransaction(
                session -> session.createMutationQuery(update).executeUpdate()));

        assertThat(refusal).isExactlyInstanceOf(QueryRefusedException.class).hasMessageNotContaining("NEEDLE");
    }

    static final List<Arguments> ALLOWED = List.of(
            select("the entity", (cb, q, p) -> q.select(p)),
            select("a path", (cb, q, p) -> q.select(p.get("ssn"))),
            select("a tuple", (cb, q, p) -> q.multiselect(p.get("id"), p.get("ssn"), p.get("home"))),
            select("a DTO", (cb, q, p) -> q.select(cb.construct(Contact.class, p.get("ssn"), p.get("id")))),
            select("elements", (cb, q, p) -> q.select(p.join("tags"))),
            select("isNull", (cb, q, p) -> q.select(p.get("ssn")).where(cb.isNotNull(p.get("ssn")))),
            select("distinct entity", (cb, q, p) -> q.select(p).distinct(true)),
            select("distinct entity with a fetch", (cb, q, p) -> {
                p.fetch("tags");
                q.select(p).distinct(true);
            }),
            select(
                    "group by the entity",
                    (cb, q, p) -> q.multiselect(p, cb.count(p.join("history"))).groupBy(p)),
            select("an unencrypted entity", (cb, q, p) -> {
                var town = q.from(Town.class);
                q.select(p.get("ssn")).where(cb.equal(town.get("name"), p.get("city")));
            }));

    @ParameterizedTest(name = "{0}")
    @FieldSource("ALLOWED")
    void allows(String name, Selection selection) {
        HibernateCriteriaBuilder builder = factory.getCriteriaBuilder();
        JpaCriteriaQuery<Object> query = builder.createQuery(Object.class);
        selection.on(builder, query, query.from(Patient.class));

        List<Object> rows =
                factory.fromTransaction(session -> session.createQuery(query).getResultList());

        assertThat(rows).hasSizeBetween(2, 4).doesNotContainNull();
    }

    static final List<Arguments> ASSIGNED = List.of(
            Arguments.of("ssn", "NEEDLE"),
            Arguments.of("age", 77),
            Arguments.of("vip", false),
            Arguments.of("visits", 5L),
            Arguments.of("balance", new BigDecimal("0.30")),
            Arguments.of("status", Status.CLOSED),
            Arguments.of("home", new Address("NEEDLE", "x")));

    @ParameterizedTest(name = "{0}")
    @FieldSource("ASSIGNED")
    void assignsValues(String attribute, Object value) {
        HibernateCriteriaBuilder builder = factory.getCriteriaBuilder();
        CriteriaUpdate<Patient> update = builder.createCriteriaUpdate(Patient.class);
        Root<Patient> patient = update.from(Patient.class);
        update.set(attribute, value).where(builder.equal(patient.get("id"), 1L));
        CriteriaQuery<Object> query = builder.createQuery(Object.class);
        Root<Patient> read = query.from(Patient.class);
        query.select(read.get(attribute)).where(builder.equal(read.get("id"), 1L));

        Object stored = factory.fromTransaction(session -> {
            session.createMutationQuery(update).executeUpdate();
            return session.createQuery(query).getSingleResult();
        });

        assertThat(stored).isEqualTo(value);
    }

    private static Arguments select(String name, Selection selection) {
        return Arguments.of(name, selection);
    }

    private static Arguments where(
            String name, BiFunction<HibernateCriteriaBuilder, JpaRoot<Patient>, Predicate> where) {
        return select(name, (cb, query, patient) -> query.select(patient).where(where.apply(cb, patient)));
    }

    private static Arguments update(String name, BiConsumer<CriteriaUpdate<Patient>, Root<Patient>> change) {
        return Arguments.of(name, change);
    }
}
