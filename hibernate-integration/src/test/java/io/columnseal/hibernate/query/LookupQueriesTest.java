package io.columnseal.hibernate.query;

import static io.columnseal.hibernate.query.Form.row;
import static io.columnseal.hibernate.query.Form.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.RunningHibernate;
import io.columnseal.hibernate.TestDatabase;
import io.columnseal.hibernate.TestFactory;
import io.columnseal.hibernate.query.Archive.Patient;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Which forms of queries find rows by the values of indexed attributes, and which are refused, on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LookupQueriesTest {

    private SessionFactory factory;

    abstract TestDatabase server();

    /** How Hibernate makes SQL of a query, where that can be chosen. */
    Map<String, Object> settings() {
        return Map.of();
    }

    @BeforeAll
    void start() {
        TestFactory archive = TestFactory.of(Archive.ENTITIES).database(server());
        settings().forEach(archive::setting);
        factory = archive.build();
        factory.inTransaction(Archive::populate);
    }

    @AfterAll
    void stop() {
        factory.close();
    }

    static final List<Arguments> SUPPORTED = List.of(
            row("= parameter", "select p.id from Patient p where p.ssn = :one", 1),
            row("parameter =", "select p.id from Patient p where :one = p.ssn", 1),
            row(
                    "= positional parameter",
                    session -> session.createQuery("select p.id from Patient p where p.ssn = ?1", Object.class)
                            .setParameter(1, "ssn-2")
                            .getResultList(),
                    2),
            row("= literal", "select p.id from Patient p where p.ssn = 'ssn-2'", 2),
            row("literal =", "select p.id from Patient p where 'ssn-2' = p.ssn", 2),
            row("= a value that is not there", "select p.id from Patient p where p.ssn = :none"),
            row("= null parameter", "select p.id from Patient p where p.ssn = :nothing"),
            row("<> parameter", "select p.id from Patient p where p.ssn <> :one order by p.id", 2, 3),
            row("<> literal", "select p.id from Patient p where p.ssn != 'ssn-1' order by p.id", 2, 3),
            row("<> null parameter", "select p.id from Patient p where p.ssn <> :nothing"),
            row("not =", "select p.id from Patient p where not p.ssn = :one order by p.id", 2, 3),
            row("not (… or …)", "select p.id from Patient p where not (p.ssn = :one or p.ssn = :two)", 3),
            row("in parameters", "select p.id from Patient p where p.ssn in (:one, :two) order by p.id", 1, 2),
            row("in literals", "select p.id from Patient p where p.ssn in ('ssn-1', 'ssn-3') order by p.id", 1, 3),
            row(
                    "in parameters and literals",
                    "select p.id from Patient p where p.ssn in (:one, 'ssn-3') order by p.id",
                    1,
                    3),
            row("in a list", "select p.id from Patient p where p.ssn in :both order by p.id", 1, 2),
            row("in a list of other length", "select p.id from Patient p where p.ssn in :many order by p.id", 1, 2),
            row("in an empty list", "select p.id from Patient p where p.ssn in :empty"),
            row("in a list with null", "select p.id from Patient p where p.ssn in :oneOrNull", 1),
            row("not in a list with null", "select p.id from Patient p where p.ssn not in :oneOrNull"),
            row("in one parameter", "select p.id from Patient p where p.ssn in (:one)", 1),
            row(
                    "in a path",
                    "select p.id from Patient p, Patient q where p.ssn in (q.ssn, :two) and q.id = 1 order by p.id",
                    1,
                    2),
            row("not in parameters", "select p.id from Patient p where p.ssn not in (:one, :two)", 3),
            row("not in a list", "select p.id from Patient p where p.ssn not in :both", 3),
            row(
                    "not in an empty list",
                    "select p.id from Patient p where p.ssn not in :empty order by p.id",
                    1,
                    2,
                    3,
                    4),
            row("is null", "select p.id from Patient p where p.ssn is null", 4),
            row("is not null", "select p.id from Patient p where p.ssn is not null order by p.id", 1, 2, 3),
            row("= or is null", "select p.id from Patient p where p.ssn = :one or p.ssn is null order by p.id", 1, 4),
            row("several attributes", "select p.id from Patient p where p.ssn = :one and p.age = :age", 1),
            row(
                    "one parameter for an attribute twice",
                    "select p.id from Patient p where p.ssn = :one or :one = p.ssn",
                    1),
            row(
                    "one parameter for a plain attribute, then an indexed one",
                    "select p.id from Patient p where p.city = :two or p.ssn = :two order by p.id",
                    2,
                    3),
            row(
                    "one parameter for an indexed attribute, then a plain one",
                    "select p.id from Patient p where p.ssn = :two or p.city = :two order by p.id",
                    2,
                    3),
            row(
                    "one list for an indexed attribute and a plain one",
                    "select p.id from Patient p where p.ssn in :both or p.city in :both order by p.id",
                    1,
                    2,
                    3),
            row(
                    "one parameter for an indexed attribute and one of another entity",
                    "select v.id from Visit v where v.patient.ssn = :one and v.reason = :one",
                    1),
            row(
                    "= between two rows",
                    "select p.id from Patient p join Patient q on p.ssn = q.ssn order by p.id",
                    1,
                    2,
                    3),
            row(
                    "= with a correlated sub-query's row",
                    "select p.id from Patient p where exists (select 1 from Patient q where q.ssn = p.ssn and q.id = 2)",
                    2),
            row(
                    "in a sub-query's condition",
                    "select v.id from Visit v where v.patient.id in (select p.id from Patient p where p.ssn = :one)",
                    1),
            row("a folded normal form", "select p.id from Patient p where p.email = :mail", 2),
            row("lower = lower", "select p.id from Patient p where lower(p.email) = lower(:mail)", 2),
            row("upper = upper", "select p.id from Patient p where upper(p.email) = upper(:mail)", 2),
            row("upper = upper, reversed", "select p.id from Patient p where upper(:mail) = upper(p.email)", 2),
            row(
                    "lower <> lower",
                    "select p.id from Patient p where lower(p.email) <> lower(:mail) order by p.id",
                    1,
                    3),
            row(
                    "lower = lower of a literal",
                    "select p.id from Patient p where lower(p.email) = lower('ANN@example.org')",
                    2),
            row(
                    "lower = lower <> between other conditions",
                    "select p.id from Patient p where not lower(p.email) = lower(:mail) and p.ssn is not null and p.id < 3",
                    1),
            row(
                    "lower = lower of two rows",
                    "select p.id from Patient p, Patient q where lower(p.email) = lower(q.email) and q.id = 2",
                    2),
            row(
                    "values that normalize to nothing",
                    statement(
                            "insert into Doctor (id, name, phone) values (7, 'New', 'unknown'), (8, 'Other', '')",
                            "select d.id from Doctor d where d.phone = 'none' order by d.id"),
                    7,
                    8),
            row(
                    "<> a value that normalizes to nothing",
                    statement(
                            "insert into Doctor (id, name, phone) values (7, 'New', 'unknown')",
                            "select d.id from Doctor d where d.phone <> :none"),
                    1),
            row("digits only", "select d.id from Doctor d where d.phone = :phone", 1),
            row("an Integer", "select p.id from Patient p where p.age = :age", 1),
            row("an Integer by a Long", "select p.id from Patient p where p.age = :longAge", 1),
            row("an Integer literal", "select p.id from Patient p where p.age = 32", 2),
            row("Integers in a list", "select p.id from Patient p where p.age in :ages order by p.id", 1, 3),
            row("a Long", "select p.id from Patient p where p.visits = :visits", 1),
            row("a Long literal", "select p.id from Patient p where p.visits in (10, 30L) order by p.id", 1, 3),
            row("a decimal of another scale", "select p.id from Patient p where p.balance = :balance", 1),
            row("a decimal literal", "select p.id from Patient p where p.balance = 2.500", 2),
            row("a date", "select p.id from Patient p where p.birthDate = :date", 1),
            row("a date literal", "select p.id from Patient p where p.birthDate = date 1980-01-02", 2),
            row("an instant", "select p.id from Patient p where p.admitted = :instant", 1),
            row("a UUID", "select p.id from Patient p where p.token = :token", 1),
            row("bytes", "select p.id from Patient p where p.print = :print", 1),
            row("a duration", "select p.id from Patient p where p.waited = :waited", 1),
            row("an enum", "select p.id from Patient p where p.status = :status", 1),
            row(
                    "an enum literal",
                    "select p.id from Patient p where p.status = io.columnseal.hibernate.query.Archive$Status.CLOSED order by p.id",
                    2,
                    3),
            row("a boolean", "select p.id from Patient p where p.vip = :vip", 1),
            row("a boolean literal", "select p.id from Patient p where p.vip = false order by p.id", 2, 3),
            row("a converted attribute", "select p.id from Patient p where p.code = :code", 1),
            row(
                    "converted attributes in a list",
                    "select p.id from Patient p where p.code in :codes order by p.id",
                    1,
                    2),
            row("inside an embeddable", "select p.id from Patient p where p.home.street = :street", 1),
            row("across an association", "select p.id from Patient p where p.doctor.phone = :phone", 1),
            row("across a join", "select v.id from Visit v join v.patient p where p.ssn = :one", 1),
            row(
                    "in a join's condition",
                    "select p.id from Patient p left join p.doctor d on d.phone = :phone where d is not null",
                    1),
            row("a unique attribute", "select d.id from Doctor d where d.license = 'LICENSE-1'", 1),
            row("a unique attribute <>", "select d.id from Doctor d where d.license <> :one", 1),
            row("a unique attribute in a list", "select d.id from Doctor d where d.license in ('x', 'license-1')", 1),
            row("a unique attribute of two rows", "select d.id from Doctor d, Doctor e where d.license = e.license", 1),
            row(
                    "a unique attribute, ignoring case",
                    "select p.id from Patient p where lower(p.doctor.license) = lower('LICENSE-1')",
                    1),
            row(
                    "a reference to what is found",
                    "select v.id from Visit v where v.patient = (select p from Patient p where p.ssn = :two)",
                    2),
            row("treat", "select a.id from Account a where treat(a as Savings).pin = :pin", 1),
            row("treat of a join", "select v.id from Visit v join treat(v.patient as Patient) p where p.ssn = :one", 1),
            row("treat in a list", "select a.id from Account a where treat(a as Savings).pin in (:pin, 'x')", 1),
            row("treat of a root's alias", "select a.id from Account a where treat(a as Savings).iban = :iban", 1),
            row("of a superclass", "select s.id from Savings s where s.iban = :iban", 1),
            row("of joined tables", "select a.id from Account a where a.iban = :iban", 1),
            row("of a secondary table", "select c.id from Card c where c.number = :number", 1),
            row("of a table per class, by the superclass", "select d.id from Document d where d.title = :title", 1),
            row(
                    "of a table per class, by the class",
                    "select l.id from Letter l where l.title = :title and l.body = :body",
                    1),
            row(
                    "an entity",
                    session ->
                            session
                                    .createQuery("from Patient p where p.ssn = 'ssn-1'", Patient.class)
                                    .getResultList()
                                    .stream()
                                    .map(patient -> patient.ssn)
                                    .toList(),
                    "ssn-1"),
            row("selected and compared", "select p.ssn, p.alias from Patient p where p.ssn = :one", "[ssn-1, ssn-1]"),
            row("count", "select count(*) from Patient p where p.ssn in :both", 2),
            row("exists", "select exists (select 1 from Patient p where p.ssn = :one)", true),
            row("distinct", "select distinct p.city from Patient p where p.ssn in :both", "Rome"),
            row(
                    "group by and having of plain attributes",
                    "select p.city, count(*) from Patient p where p.ssn in :both group by p.city having count(*) > 1",
                    "[Rome, 2]"),
            row(
                    "pages",
                    session -> session.createQuery(
                                    "select p.id from Patient p where p.alias = 'ssn-1' order by p.id", Object.class)
                            .setFirstResult(1)
                            .setMaxResults(1)
                            .getResultList(),
                    3),
            row(
                    "case in select",
                    "select case when p.ssn = :one then 'yes' else 'no' end from Patient p where p.id < 3 order by p.id",
                    "yes",
                    "no"),
            row(
                    "case in order by",
                    "select p.id from Patient p where p.id < 4 order by case when p.ssn = :two then 0 else 1 end, p.id",
                    2,
                    1,
                    3),
            row(
                    "case in having",
                    "select p.city from Patient p group by p.city having max(case when p.ssn = :one then 1 else 0 end) = 1",
                    "Rome"),
            row("an aggregate's filter", "select count(*) filter (where p.ssn = :one) from Patient p", 1),
            row("inside a derived table", "select d.i from (select p.id as i from Patient p where p.ssn = :one) d", 1),
            row(
                    "inside a common table expression",
                    "with c as (select p.id as i from Patient p where p.ssn = :one) select c.i from c c",
                    1),
            row(
                    "inside a union",
                    "select p.id from Patient p where p.ssn = :one union all select q.id from Patient q where q.ssn = :two",
                    1,
                    2),
            row(
                    "a collection fetched by sub-select",
                    session -> session
                            .createQuery(
                                    "from Patient p where p.ssn = 'ssn-1' or p.ssn = 'ssn-2' order by p.id",
                                    Patient.class)
                            .getResultList()
                            .stream()
                            .map(patient -> patient.history.size())
                            .toList(),
                    1,
                    1),
            row(
                    "a fetched collection",
                    session -> session
                            .createQuery("from Patient p join fetch p.tags where p.ssn = 'ssn-1'", Patient.class)
                            .getResultList()
                            .stream()
                            .map(patient -> patient.tags.size())
                            .toList(),
                    1),
            row(
                    "delete",
                    statement(
                            "delete from Visit v where v.patient.id in (select p.id from Patient p where p.ssn = :one)",
                            "select v.id from Visit v order by v.id"),
                    2,
                    3),
            row(
                    "delete by the attribute itself",
                    statement("delete from Doctor d where d.phone <> :phone", "select d.id from Doctor d"),
                    1),
            row(
                    "delete of joined tables",
                    statement("delete from Savings s where s.pin = :pin", "select a.id from Account a")),
            row(
                    "update by the attribute itself",
                    statement(
                            "update Patient p set p.city = 'x' where p.ssn = :one",
                            "select p.id from Patient p where p.city = 'x'"),
                    1),
            row(
                    "update of the attribute by itself",
                    statement(
                            "update Patient p set p.ssn = :none where p.ssn = :one",
                            "select p.id from Patient p where p.ssn = :none"),
                    1),
            row(
                    "update of the attribute by the same parameter",
                    statement(
                            "update Patient p set p.ssn = :one where p.ssn = :one",
                            "select p.id from Patient p where p.ssn = :one"),
                    1),
            row(
                    "update by a literal",
                    statement(
                            "update Patient p set p.ssn = 'literal' where p.id = 2",
                            "select p.id from Patient p where p.ssn = 'literal'"),
                    2),
            row(
                    "update to null",
                    statement(
                            "update Patient p set p.ssn = null where p.id = 2",
                            "select p.id from Patient p where p.ssn = :two")),
            row(
                    "update inside an embeddable",
                    statement(
                            "update Patient p set p.home.street = :none where p.id = 2",
                            "select p.id from Patient p where p.home.street = :none"),
                    2),
            row(
                    "update of an embeddable",
                    statement(
                            "update Patient p set p.home = :address where p.id = 2",
                            "select p.id from Patient p where p.home.street = :needle"),
                    2),
            row(
                    "update of joined tables",
                    statement(
                            "update Savings s set s.pin = :none, s.iban = :one",
                            "select s.id from Savings s where s.pin = :none and s.iban = :one"),
                    1),
            row(
                    "update of a table per class",
                    statement(
                            "update Document d set d.title = :none",
                            "select d.id from Document d where d.title = :none"),
                    1),
            row(
                    "insert … values",
                    statement(
                            "insert into Doctor (id, name, phone) values (7, 'New', :number), (8, 'Other', '99')",
                            "select d.id from Doctor d where d.phone in ('4000 1', '99') order by d.id"),
                    7,
                    8),
            row(
                    "insert … values of null",
                    statement(
                            "insert into Doctor (id, name, phone) values (7, 'New', null)",
                            "select d.id from Doctor d where d.phone is null"),
                    7),
            row(
                    "update of a unique attribute",
                    statement(
                            "update Doctor d set d.license = :one where d.license = 'license-1'",
                            "select d.id from Doctor d where d.license = 'SSN-1'"),
                    1),
            row(
                    "insert … values of a unique attribute",
                    statement(
                            "insert into Doctor (id, name, license) values (7, 'New', :one), (8, 'Other', 'license-2')",
                            "select d.id from Doctor d where d.license in ('Ssn-1', 'License-2') order by d.id"),
                    7,
                    8),
            row(
                    "insert … values of a unique attribute, unless another row holds it",
                    statement(
                            "insert into Doctor (id, name, license) values (7, 'New', 'License-1') on conflict do nothing",
                            "select d.id from Doctor d"),
                    1),
            row(
                    "a count of what is found",
                    session -> List.of(session.createSelectionQuery(
                                    "select p.ssn from Patient p where p.ssn in :both", String.class)
                            .setParameterList("both", List.of("ssn-1", "ssn-2"))
                            .getResultCount()),
                    2));

    /** Twice, since the second run takes the plan that Hibernate made for the first. */
    @ParameterizedTest(name = "{0}")
    @FieldSource({
        "SUPPORTED",
        "io.columnseal.hibernate.query.CriteriaForms#SUPPORTED",
        "io.columnseal.hibernate.query.PartialForms#SUPPORTED",
        "io.columnseal.hibernate.query.PrefixForms#SUPPORTED"
    })
    void finds(String name, Form form, List<String> expected) {
        for (int run = 0; run < 2; run++) {
            assertThat(rolledBack(form)).containsExactlyElementsOf(expected);
        }
    }

    static final List<Arguments> REFUSED = List.of(
            row("<", "from Patient p where p.ssn < :needle", "Patient.ssn in a comparison"),
            row("<=", "from Patient p where p.age <= 31", "Patient.age in a comparison"),
            row(">", "from Patient p where p.ssn > 'NEEDLE'", "Patient.ssn in a comparison"),
            row(">=", "from Patient p where p.birthDate >= :date", "Patient.birthDate in a comparison"),
            row("between", "from Patient p where p.ssn between :needle and :two", "Patient.ssn in a predicate"),
            row("like", "from Patient p where p.ssn like :needle", "Patient.ssn in like"),
            row("like a prefix", "from Patient p where p.ssn like 'NEEDLE%'", "Patient.ssn in like"),
            row("ilike", "from Patient p where p.ssn ilike :needle", "Patient.ssn in like"),
            row(
                    "is not distinct from",
                    "from Patient p where p.ssn is not distinct from :needle",
                    "Patient.ssn in a comparison"),
            row("= a cast", "from Patient p where p.ssn = cast(:needle as String)", "Patient.ssn in a comparison"),
            row("= arithmetic", "from Patient p where p.age = 30 + 1", "Patient.age in a comparison"),
            row(
                    "a case's operand",
                    "select case p.ssn when :needle then 1 else 2 end from Patient p",
                    "Patient.ssn in an expression"),
            row(
                    "is distinct from",
                    "from Patient p where p.ssn is distinct from :needle",
                    "Patient.ssn in a comparison"),
            row("= an expression", "from Patient p where p.ssn = concat(:needle, 'x')", "Patient.ssn in a comparison"),
            row(
                    "= a sub-query",
                    "from Patient p where p.ssn = (select q.city from Patient q where q.id = 1)",
                    "Patient.ssn in a comparison"),
            row(
                    "= all",
                    "from Patient p where p.ssn = all (select q.ssn from Patient q)",
                    "Patient.ssn in a comparison"),
            row("= a plain attribute", "from Patient p where p.ssn = p.city", "Patient.ssn in a comparison"),
            row("a plain attribute =", "from Patient p where p.city = p.ssn", "Patient.ssn in a comparison"),
            row(
                    "= another indexed attribute",
                    "from Patient p where p.ssn = p.alias",
                    "Patient.ssn in a comparison with another attribute"),
            row(
                    "= another entity's attribute",
                    "from Patient p, Doctor d where p.ssn = d.phone",
                    "Patient.ssn in a comparison with another attribute"),
            row(
                    "<> between two rows",
                    "from Patient p, Patient q where p.ssn <> q.ssn",
                    "Patient.ssn in <>, not in or not between two rows' values"),
            row(
                    "not = between two rows",
                    "from Patient p, Patient q where not p.ssn = q.ssn",
                    "Patient.ssn in <>, not in or not between two rows' values"),
            row(
                    "not (=) between two rows",
                    "from Patient p, Patient q where not (p.ssn = q.ssn)",
                    "Patient.ssn in <>, not in or not between two rows' values"),
            row(
                    "not (… or =) between two rows",
                    "from Patient p, Patient q where not (p.id = 1 or p.ssn = q.ssn)",
                    "Patient.ssn in <>, not in or not between two rows' values"),
            row(
                    "lower <> lower between two rows",
                    "from Patient p, Patient q where lower(p.email) <> lower(q.email)",
                    "Patient.email in <>, not in or not between two rows' values"),
            row(
                    "not in a path",
                    "from Patient p, Patient q where p.ssn not in (q.ssn, :needle)",
                    "Patient.ssn in <>, not in or not between two rows' values"),
            row(
                    "not (in a path)",
                    "from Patient p, Patient q where not (p.ssn in (q.ssn, :needle))",
                    "Patient.ssn in <>, not in or not between two rows' values"),
            row(
                    "a deletion by <> between two rows",
                    statement("delete from Visit v where v.patient.ssn <> v.patient.ssn", "from Visit"),
                    "Patient.ssn in <>, not in or not between two rows' values"),
            row("= an attribute without index", "from Patient p where p.ssn = p.note", "Patient.note in a comparison"),
            row("an attribute without index", "from Patient p where p.note = :needle", "Patient.note in a comparison"),
            row(
                    "an attribute without index in a list",
                    "from Patient p where p.note in :needles",
                    "Patient.note in a comparison"),
            row(
                    "an element of a collection",
                    "from Patient p join p.tags t where t = :needle",
                    "Patient.tags in a comparison"),
            row("member of", "from Patient p where :needle member of p.tags", "Patient.tags in a comparison"),
            row("= a literal of another type", "from Patient p where p.age = 1.5", "Patient.age in a comparison"),
            row("= an embeddable", "from Patient p where p.home = :address", "Patient.home.street in a comparison"),
            row(
                    "= between embeddables",
                    "from Patient p, Patient q where p.home = q.home",
                    "Patient.home.street in a comparison"),
            row("in embeddables", "from Patient p where p.home in (:address)", "Patient.home.street in a predicate"),
            row("= of tuples", "from Patient p where (p.ssn, p.city) = (:needle, :two)", "Patient.ssn in a comparison"),
            row(
                    "in a sub-query",
                    "from Patient p where p.ssn in (select q.ssn from Patient q)",
                    "Patient.ssn in a predicate"),
            row(
                    "in with an expression",
                    "from Patient p where p.ssn in (:one, upper(:needle))",
                    "Patient.ssn in a predicate"),
            row("a plain attribute in", "from Patient p where p.city in (:one, p.ssn)", "Patient.ssn in a comparison"),
            row(
                    "lower = lower without a folding normalizer",
                    "from Patient p where lower(p.ssn) = lower(:needle)",
                    "Patient.ssn in a comparison that ignores case"),
            row(
                    "lower = parameter",
                    "from Patient p where lower(p.email) = :needle",
                    "Patient.email in a comparison of its value in lower or upper case with another"),
            row("lower = upper", "from Patient p where lower(p.email) = upper(:needle)", "Patient.email in a function"),
            row("trim", "from Patient p where trim(p.email) = :needle", "Patient.email in a function"),
            row("a function", "from Patient p where substring(p.ssn, 1, 2) = :needle", "Patient.ssn in a function"),
            row("concatenation", "from Patient p where p.ssn || 'x' = :needle", "Patient.ssn in a function"),
            row("arithmetic", "from Patient p where p.age + 1 = 32", "Patient.age in a comparison"),
            row("coalesce", "from Patient p where coalesce(p.ssn, 'x') = :needle", "Patient.ssn in a function"),
            row("cast", "from Patient p where cast(p.age as String) = :needle", "Patient.age in a function"),
            row("order by", "from Patient p order by p.ssn", "Patient.ssn in order by"),
            row(
                    "order by beside a lookup",
                    "select p.ssn from Patient p where p.ssn = :needle order by p.ssn",
                    "Patient.ssn in order by"),
            row("group by", "select p.ssn, count(*) from Patient p group by p.ssn", "Patient.ssn in group by"),
            row(
                    "group by beside a lookup",
                    "select count(*) from Patient p where p.ssn = :needle group by p.ssn",
                    "Patient.ssn in group by"),
            row(
                    "select distinct",
                    "select distinct p.ssn from Patient p where p.ssn = :needle",
                    "Patient.ssn in select distinct"),
            row("count distinct", "select count(distinct p.ssn) from Patient p", "Patient.ssn in a function"),
            row("max", "select max(p.age) from Patient p where p.age = 31", "Patient.age in a function"),
            row(
                    "a window",
                    "select row_number() over (order by p.ssn) from Patient p where p.ssn = :needle",
                    "Patient.ssn in order by"),
            row(
                    "union",
                    "select p.ssn from Patient p union select q.ssn from Patient q",
                    "Patient.ssn in union, intersect or except"),
            row(
                    "a derived table's column",
                    "select d.s from (select p.ssn as s from Patient p) d where d.s = :needle",
                    "Patient.ssn in a comparison in a derived table, common table expression or audit table"),
            row(
                    "a common table expression's column",
                    "with c as (select p.ssn as s from Patient p) select c.s from c c where c.s = :needle",
                    "Patient.ssn in a comparison in a derived table, common table expression or audit table"),
            row(
                    "insert … select",
                    statement("insert into Doctor (id, phone) select p.id + 100, p.ssn from Patient p", "from Doctor"),
                    "Doctor.phone in the target of insert … select"),
            row(
                    "on conflict of a unique attribute",
                    statement(
                            "insert into Doctor (id, license) values (7, :needle) on conflict (license) do nothing",
                            "from Doctor"),
                    "Doctor.license in on conflict"),
            row(
                    "an assignment of an expression",
                    statement("update Patient p set p.ssn = concat(:needle, 'x')", "from Patient"),
                    "Patient.ssn in an assignment of an expression"),
            row(
                    "an assignment of another attribute",
                    statement("update Patient p set p.ssn = p.alias", "from Patient"),
                    "Patient.ssn in an assignment of an expression"),
            row(
                    "an assignment of the parameter of another lookup",
                    statement("update Patient p set p.ssn = :needle where p.alias = :needle", "from Patient"),
                    "Patient.ssn in a comparison with a parameter that the query also uses elsewhere"),
            row(
                    "one parameter for two indexed attributes",
                    "from Patient p where p.ssn = :needle or p.alias = :needle",
                    "Patient.ssn in a comparison with a parameter that the query also uses elsewhere"),
            row(
                    "one parameter for an indexed attribute and a function",
                    "from Patient p where p.ssn = :needle or p.city = lower(:needle)",
                    "Patient.ssn in a comparison with a parameter that the query also uses elsewhere"),
            row(
                    "one parameter for an indexed attribute and a plain one of another type",
                    "from Patient p where p.age = :age or p.id = :age",
                    "Patient.age in a comparison with a parameter that the query also uses elsewhere"),
            row(
                    "one parameter for an indexed attribute and an expression",
                    "from Patient p where p.ssn = :needle or p.city = :needle || 'x'",
                    "Patient.ssn in a comparison with a parameter that the query also uses elsewhere"));

    @ParameterizedTest(name = "{0}")
    @FieldSource({
        "REFUSED",
        "io.columnseal.hibernate.query.CriteriaForms#REFUSED",
        "io.columnseal.hibernate.query.PartialForms#REFUSED",
        "io.columnseal.hibernate.query.PrefixForms#REFUSED"
    })
    void refuses(String name, Form form, List<String> misuse) {
        if (name.contains("regexp")) {
            RunningHibernate.assumeSeven("regular expressions");
        }
        Throwable refusal = catchThrowable(() -> rolledBack(form));

        assertThat(refusal)
                .isExactlyInstanceOf(QueryRefusedException.class)
                .hasMessageContaining("$" + misuse.get(0).replaceFirst(" in ", " cannot be used in ") + ". ")
                .hasMessageNotContaining(Form.NEEDLE)
                .hasNoCause();
    }

    @Test
    void listsEnoughForms() {
        assertThat(SUPPORTED).hasSizeGreaterThanOrEqualTo(60);
        assertThat(REFUSED).hasSizeGreaterThanOrEqualTo(40);
    }

    @Test
    void findsWithTenThousandValues() {
        List<String> values = Stream.concat(IntStream.range(0, 9_999).mapToObj(i -> "value-" + i), Stream.of("ssn-2"))
                .toList();

        List<Long> found = factory.fromSession(
                session -> session.createQuery("select p.id from Patient p where p.ssn in :values", Long.class)
                        .setParameterList("values", values)
                        .getResultList());

        assertThat(found).containsExactly(2L);
    }

    @Test
    void hostileTextsAreOnlyTexts() {
        for (String hostile :
                List.of("' or '1'='1", "%", "_", "\\", "\u0000", "ssn-1 ", "SSN-1", "x".repeat(10_000), "")) {
            assertThat(rolledBack(
                            session -> session.createQuery("select p.id from Patient p where p.ssn = :x", Object.class)
                                    .setParameter("x", hostile)
                                    .getResultList()))
                    .isEmpty();
        }
    }

    private List<String> rolledBack(Form form) {
        return factory.fromSession(session -> {
            var transaction = session.beginTransaction();
            try {
                return form.run(session).stream().map(Form::text).toList();
            } finally {
                transaction.rollback();
            }
        });
    }
}
