package io.columnseal.hibernate.query;

import static io.columnseal.hibernate.query.Form.row;
import static io.columnseal.hibernate.query.Form.statement;
import static io.columnseal.hibernate.query.Form.where;

import java.util.List;
import org.hibernate.query.criteria.JpaPredicate;
import org.junit.jupiter.params.provider.Arguments;

/** Forms of queries that find rows by parts of attributes, and that misuse the attributes which stand for them. */
final class PartialForms {

    private PartialForms() {}

    static final List<Arguments> SUPPORTED = List.of(
            row("part = parameter", "select p.id from Patient p where p.ssnEnd = :end", 1),
            row("parameter = part", "select p.id from Patient p where :end = p.ssnEnd", 1),
            row("part = literal", "select p.id from Patient p where p.ssnEnd = '-2'", 2),
            row("part = the whole value", "select p.id from Patient p where p.ssnEnd = :one"),
            row("part = null parameter", "select p.id from Patient p where p.ssnEnd = :nothing"),
            row("part <> parameter", "select p.id from Patient p where p.ssnEnd <> :end order by p.id", 2, 3),
            row("not part =", "select p.id from Patient p where not p.ssnEnd = :end order by p.id", 2, 3),
            row("part in parameters", "select p.id from Patient p where p.ssnEnd in (:end, '-3') order by p.id", 1, 3),
            row("part in a list", "select p.id from Patient p where p.ssnEnd in :ends order by p.id", 1, 2),
            row("part not in a list", "select p.id from Patient p where p.ssnEnd not in :ends", 3),
            row("part is null", "select p.id from Patient p where p.ssnEnd is null", 4),
            row("part is not null", "select p.id from Patient p where p.ssnEnd is not null order by p.id", 1, 2, 3),
            row("part and whole", "select p.id from Patient p where p.ssnEnd = :end and p.ssn = :one", 1),
            row(
                    "part = between two rows",
                    "select p.id from Patient p, Patient q where p.ssnEnd = q.ssnEnd and q.id = 2",
                    2),
            row("whole value under another normalizer", "select p.id from Patient p where p.ssnFolded = 'SSN-1'", 1),
            row("lower(part) = lower", "select p.id from Patient p where lower(p.ssnFolded) = lower('SSN-1')", 1),
            row(
                    "e-mail domain, normalized",
                    "select p.id from Patient p where p.emailDomain = :domain order by p.id",
                    1,
                    2,
                    3),
            row("year parameter", "select p.id from Patient p where p.birthYear = :year order by p.id", 1, 2, 3),
            row("year literal", "select p.id from Patient p where p.birthYear = 1980 and p.id < 3 order by p.id", 1, 2),
            row("year in a list", "select p.id from Patient p where p.birthYear in (1979, :year) and p.id = 1", 1),
            row("another year", "select p.id from Patient p where p.birthYear = 1981"),
            row("part of digits", "select d.id from Doctor d where d.phoneLast4 = :last4", 1),
            row("part inside an embeddable", "select p.id from Patient p where p.homeStreetEnd = '2'", 2),
            row("part across an association", "select p.id from Patient p where p.doctor.phoneLast4 = '0123'", 1),
            row("part across a join", "select v.id from Visit v join v.patient p where p.ssnEnd = :end", 1),
            row("part with treat", "select a.id from Account a where treat(a as Savings).pinEnd = '1'", 1),
            row("part of joined tables", "select s.id from Savings s where s.pinEnd = '1'", 1),
            row("part of a secondary table", "select c.id from Card c where c.numberStart = '4000'", 1),
            row(
                    "part of a table per class, by the superclass",
                    "select d.id from Document d where d.titleEnd = '1'",
                    1),
            row(
                    "part of a table per class, by the class",
                    "select l.id from Letter l where l.titleEnd = '1' and l.bodyEnd = '1'",
                    1),
            row(
                    "part in a sub-query",
                    "select v.id from Visit v where v.patient.id in (select p.id from Patient p where p.ssnEnd = :end)",
                    1),
            row(
                    "part in case",
                    "select case when p.ssnEnd = :end then 'yes' else 'no' end from Patient p where p.id < 3 order by p.id",
                    "yes",
                    "no"),
            row(
                    "an entity by part",
                    session ->
                            session
                                    .createQuery("from Patient p where p.ssnEnd = '-1'", Archive.Patient.class)
                                    .getResultList()
                                    .stream()
                                    .map(patient -> patient.ssn + patient.ssnEnd)
                                    .toList(),
                    "ssn-1null"),
            row(
                    "delete by part",
                    statement(
                            "delete from Doctor d where d.phoneLast4 = :last4 and d.id < 0",
                            "select d.id from Doctor d"),
                    1),
            row(
                    "update by part",
                    statement(
                            "update Patient p set p.city = 'x' where p.ssnEnd = :end",
                            "select p.id from Patient p where p.city = 'x'"),
                    1),
            row(
                    "update of an attribute with parts",
                    statement(
                            "update Patient p set p.ssn = :none where p.id = 2",
                            "select p.id from Patient p where p.ssnEnd = 'dy' and p.ssn = :none and p.ssnFolded = 'NOBODY'"),
                    2),
            row(
                    "update to null of an attribute with parts",
                    statement(
                            "update Patient p set p.ssn = null where p.id = 2",
                            "select p.id from Patient p where p.ssnEnd is null order by p.id"),
                    2,
                    4),
            row(
                    "update inside an embeddable with parts",
                    statement(
                            "update Patient p set p.home.street = :none where p.id = 2",
                            "select p.id from Patient p where p.homeStreetEnd = 'y'"),
                    2),
            row(
                    "update of an embeddable with parts",
                    statement(
                            "update Patient p set p.home = :address where p.id = 2",
                            "select p.id from Patient p where p.homeStreetEnd = 'E'"),
                    2),
            row(
                    "update of joined tables with parts",
                    statement(
                            "update Savings s set s.pin = :none, s.iban = :one",
                            "select s.id from Savings s where s.pinEnd = 'y'"),
                    1),
            row(
                    "update of a table per class with parts",
                    statement(
                            "update Document d set d.title = :none",
                            "select d.id from Document d where d.titleEnd = 'y'"),
                    1),
            row(
                    "insert … values with parts",
                    statement(
                            "insert into Doctor (id, name, phone) values (7, 'New', :number), (8, 'Other', '99')",
                            "select d.id from Doctor d where d.phoneLast4 in ('99', '0001') order by d.id"),
                    7,
                    8),
            row("Criteria equal of a part", where((cb, p) -> cb.equal(p.get("ssnEnd"), "-1")), 1),
            row(
                    "Criteria in of a part",
                    where((cb, p) -> (JpaPredicate) p.get("birthYear").in(1980, 1990)),
                    1,
                    2,
                    3),
            row("Criteria isNull of a part", where((cb, p) -> cb.isNull(p.get("ssnEnd"))), 4));

    static final List<Arguments> REFUSED = List.of(
            row("a part selected", "select p.ssnEnd from Patient p", "Patient.ssnEnd in a select item"),
            row(
                    "a part selected beside a lookup",
                    "select p.ssnEnd from Patient p where p.ssnEnd = :needle",
                    "Patient.ssnEnd in a select item"),
            row(
                    "a part selected distinct",
                    "select distinct p.ssnEnd from Patient p",
                    "Patient.ssnEnd in select distinct"),
            row("a part ordered by", "from Patient p order by p.ssnEnd", "Patient.ssnEnd in order by"),
            row(
                    "a part grouped by",
                    "select count(*) from Patient p group by p.birthYear",
                    "Patient.birthYear in group by"),
            row("a part <", "from Patient p where p.birthYear < 1990", "Patient.birthYear in a comparison"),
            row(
                    "a part between",
                    "from Patient p where p.birthYear between 1970 and 1980",
                    "Patient.birthYear in a predicate"),
            row("a part like", "from Patient p where p.ssnEnd like :needle", "Patient.ssnEnd in like"),
            row(
                    "a part = its attribute",
                    "from Patient p where p.ssnEnd = p.ssn",
                    "Patient.ssnEnd in a comparison with another attribute"),
            row(
                    "a part = another part",
                    "from Patient p where p.ssnEnd = p.homeStreetEnd",
                    "Patient.ssnEnd in a comparison with another attribute"),
            row(
                    "a part = a plain attribute",
                    "from Patient p where p.ssnEnd = p.city",
                    "Patient.ssnEnd in a comparison"),
            row(
                    "parts <> between two rows",
                    "from Patient p, Patient q where p.ssnEnd <> q.ssnEnd",
                    "Patient.ssnEnd in <>, not in or not between two rows' values"),
            row(
                    "lower(part) without a folding normalizer",
                    "from Patient p where lower(p.ssnEnd) = lower(:needle)",
                    "Patient.ssnEnd in a comparison that ignores case"),
            row("a function of a part", "from Patient p where length(p.ssnEnd) = 2", "Patient.ssnEnd in a function"),
            row("a part counted", "select count(p.ssnEnd) from Patient p", "Patient.ssnEnd in a function"),
            row("max of a part", "select max(p.birthYear) from Patient p", "Patient.birthYear in a function"),
            row(
                    "a part in a derived table",
                    "select d.s from (select p.ssnEnd as s from Patient p) d where d.s = :needle",
                    "Patient.ssnEnd in a select item"),
            row(
                    "a part = a literal of another type",
                    "from Patient p where p.birthYear = 1980.5",
                    "Patient.birthYear in a comparison"),
            row(
                    "a parameter for part and whole",
                    "from Patient p where p.ssnEnd = :needle or p.ssn = :needle",
                    "Patient.ssnEnd in a comparison with a parameter that the query also uses elsewhere"),
            row(
                    "a part assigned",
                    statement("update Patient p set p.ssnEnd = :needle", "from Patient"),
                    "Patient.ssnEnd in an assignment"),
            row(
                    "a part assigned a literal",
                    statement("update Patient p set p.ssnEnd = 'NEEDLE'", "from Patient"),
                    "Patient.ssnEnd in an assignment of a literal"),
            row(
                    "a part assigned null",
                    statement("update Patient p set p.ssnEnd = null", "from Patient"),
                    "Patient.ssnEnd in an assignment"),
            row(
                    "a plain attribute assigned a part",
                    statement("update Patient p set p.city = p.ssnEnd", "from Patient"),
                    "Patient.ssnEnd in the value of an assignment"),
            row(
                    "a part inserted",
                    statement("insert into Doctor (id, phoneLast4) values (7, :needle)", "from Doctor"),
                    "Doctor.phoneLast4 in an assignment"),
            row(
                    "Criteria greaterThan of a part",
                    where((cb, p) -> cb.greaterThan(p.<Integer>get("birthYear"), 1970)),
                    "Patient.birthYear in a comparison"));
}
