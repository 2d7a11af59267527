package io.columnseal.hibernate.query;

import static io.columnseal.hibernate.query.Form.row;
import static io.columnseal.hibernate.query.Form.where;

import io.columnseal.hibernate.query.Archive.Code;
import io.columnseal.hibernate.query.Archive.Doctor;
import io.columnseal.hibernate.query.Archive.Patient;
import io.columnseal.hibernate.query.Archive.Status;
import jakarta.persistence.criteria.ParameterExpression;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaCriteriaQuery;
import org.hibernate.query.criteria.JpaPredicate;
import org.hibernate.query.criteria.JpaRoot;
import org.junit.jupiter.params.provider.Arguments;

/** Forms of Criteria that find rows by the values of indexed attributes, or change them, and that misuse these. */
final class CriteriaForms {

    private CriteriaForms() {}

    static final List<Arguments> SUPPORTED = List.of(
            row("Criteria equal", where((cb, p) -> cb.equal(p.get("ssn"), "ssn-1")), 1),
            row("Criteria notEqual", where((cb, p) -> cb.notEqual(p.get("ssn"), "ssn-1")), 2, 3),
            row("Criteria not", where((cb, p) -> cb.not(cb.equal(p.get("ssn"), "ssn-1"))), 2, 3),
            row("Criteria in", where((cb, p) -> (JpaPredicate) p.get("ssn").in("ssn-1", "ssn-2")), 1, 2),
            row(
                    "Criteria in a list",
                    where((cb, p) -> (JpaPredicate) p.get("ssn").in(List.of("ssn-1", "ssn-2"))),
                    1,
                    2),
            row("Criteria isNull", where((cb, p) -> cb.isNull(p.get("ssn"))), 4),
            row(
                    "Criteria and, or",
                    where((cb, p) -> cb.or(
                            cb.equal(p.get("ssn"), "ssn-1"),
                            cb.and(cb.equal(p.get("age"), 32), cb.equal(p.get("status"), Status.CLOSED)))),
                    1,
                    2),
            row("Criteria literal", where((cb, p) -> cb.equal(p.get("ssn"), cb.literal("ssn-1"))), 1),
            row(
                    "Criteria lower",
                    where((cb, p) -> cb.equal(cb.lower(p.get("email")), cb.lower(cb.literal("ANN@example.org")))),
                    2),
            row(
                    "Criteria not lower",
                    where((cb, p) ->
                            cb.not(cb.equal(cb.lower(p.get("email")), cb.lower(cb.literal("ANN@example.org"))))),
                    1,
                    3),
            row(
                    "Criteria lower notEqual, not",
                    where((cb, p) -> cb.notEqual(cb.lower(p.get("email")), cb.lower(cb.literal("ANN@example.org")))
                            .not()),
                    2),
            row(
                    "Criteria inside an embeddable",
                    where((cb, p) -> cb.equal(p.get("home").get("street"), "street-1")),
                    1),
            row(
                    "Criteria across an association",
                    where((cb, p) -> cb.equal(p.get("doctor").get("phone"), "1-555-0123")),
                    1),
            row(
                    "Criteria across a join",
                    where((cb, p) -> cb.equal(p.join("doctor").get("phone"), "15550123")),
                    1),
            row("Criteria converted", where((cb, p) -> cb.equal(p.get("code"), new Code("code-1"))), 1),
            row("Criteria treat", CriteriaForms::byTreat, 1),
            row(
                    "Criteria update",
                    session -> {
                        HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
                        var update = builder.createCriteriaUpdate(Patient.class);
                        var patient = update.from(Patient.class);
                        update.set("ssn", "changed").where(builder.equal(patient.get("ssn"), "ssn-2"));
                        session.createMutationQuery(update).executeUpdate();
                        return Form.hql("select p.id from Patient p where p.ssn = 'changed' and p.ssnEnd = 'ed'")
                                .run(session);
                    },
                    2),
            row(
                    "Criteria update to null",
                    session -> {
                        HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
                        var update = builder.createCriteriaUpdate(Patient.class);
                        var patient = update.from(Patient.class);
                        update.set(patient.<String>get("ssn"), (String) null)
                                .where(builder.equal(patient.get("id"), 2L));
                        session.createMutationQuery(update).executeUpdate();
                        return Form.hql("select p.id from Patient p where p.ssn is null or p.ssn = :two order by p.id")
                                .run(session);
                    },
                    2,
                    4),
            row(
                    "Criteria insert … values",
                    session -> {
                        HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
                        var insert = builder.createCriteriaInsertValues(Doctor.class);
                        var doctor = insert.getTarget();
                        insert.setInsertionTargetPaths(
                                doctor.get("id"), doctor.get("name"), doctor.get("phone"), doctor.get("license"));
                        insert.values(builder.values(
                                builder.value(7L), builder.value("New"), builder.value("77"), builder.value("L-7")));
                        session.createMutationQuery(insert).executeUpdate();
                        return Form.hql("select d.id from Doctor d where d.phone = '7-7' and d.license = 'l-7'")
                                .run(session);
                    },
                    7),
            row(
                    "Criteria delete",
                    session -> {
                        HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
                        var delete = builder.createCriteriaDelete(Doctor.class);
                        var doctor = delete.from(Doctor.class);
                        delete.where(builder.notEqual(doctor.get("phone"), "+1 555-01-23"));
                        session.createMutationQuery(delete).executeUpdate();
                        return Form.hql("select d.id from Doctor d").run(session);
                    },
                    1),
            row("Criteria parameter expression", CriteriaForms::byParameterExpression, 2),
            row(
                    "Criteria sub-query",
                    where((cb, p) -> {
                        var query = cb.createQuery().subquery(Long.class);
                        var doctor = query.from(Doctor.class);
                        query.select(doctor.get("id")).where(cb.equal(doctor.get("phone"), "15550123"));
                        return (JpaPredicate) p.get("doctor").get("id").in(query);
                    }),
                    1));

    static final List<Arguments> REFUSED = List.of(
            row(
                    "Criteria greaterThan",
                    where((cb, p) -> cb.greaterThan(p.<String>get("ssn"), "NEEDLE")),
                    "Patient.ssn in a comparison"),
            row("Criteria like", where((cb, p) -> cb.like(p.get("ssn"), "NEEDLE%")), "Patient.ssn in like"),
            row(
                    "Criteria equal of an embeddable",
                    where((cb, p) -> cb.equal(p.get("home"), new Archive.Address("NEEDLE", "x"))),
                    "Patient.home.street in a comparison"),
            row(
                    "Criteria equal of two attributes",
                    where((cb, p) -> cb.equal(p.get("ssn"), p.get("alias"))),
                    "Patient.ssn in a comparison with another attribute"),
            row(
                    "Criteria lower without a folding normalizer",
                    where((cb, p) -> cb.equal(cb.lower(p.get("ssn")), cb.lower(cb.literal("NEEDLE")))),
                    "Patient.ssn in a comparison that ignores case"));

    private static List<?> byTreat(Session session) {
        HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
        JpaCriteriaQuery<Object> query = builder.createQuery(Object.class);
        var account = query.from(Archive.Account.class);
        query.select(account.get("id"))
                .where(builder.equal(
                        builder.treat(account, Archive.Savings.class).get("pin"), "pin-1"));
        return session.createQuery(query).getResultList();
    }

    private static List<?> byParameterExpression(Session session) {
        HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
        ParameterExpression<String> ssn = builder.parameter(String.class, "ssn");
        JpaCriteriaQuery<Object> query = builder.createQuery(Object.class);
        JpaRoot<Patient> patient = query.from(Patient.class);
        query.select(patient.get("id")).where(builder.equal(patient.get("ssn"), ssn));
        return session.createQuery(query).setParameter(ssn, "ssn-2").getResultList();
    }
}
