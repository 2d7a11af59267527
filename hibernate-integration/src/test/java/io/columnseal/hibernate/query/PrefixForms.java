package io.columnseal.hibernate.query;

import static io.columnseal.hibernate.query.Form.row;
import static io.columnseal.hibernate.query.Form.statement;
import static io.columnseal.hibernate.query.Form.where;

import java.util.List;
import org.hibernate.query.criteria.JpaPredicate;
import org.junit.jupiter.params.provider.Arguments;

/** Forms of {@code like} that find rows by how values begin, and those that are refused. */
final class PrefixForms {

    private PrefixForms() {}

    static final List<Arguments> SUPPORTED = List.of(
            row("like parameter", "select p.id from Patient p where p.alias like :begin order by p.id", 1, 3),
            row("like literal", "select p.id from Patient p where p.alias like 'ssn-2%'", 2),
            row("like, several", "select p.id from Patient p where p.alias like 's%' order by p.id", 1, 2, 3),
            row("like, nothing so", "select p.id from Patient p where p.alias like 'x%'"),
            row("like, longer than the text", "select p.id from Patient p where p.alias like 'ssn-1xx%'"),
            row("like '%'", "select p.id from Patient p where p.alias like '%' order by p.id", 1, 2, 3),
            row("like '%' parameter", "select p.id from Patient p where p.alias like :any order by p.id", 1, 2, 3),
            row("like '%%'", "select p.id from Patient p where p.alias like 'ssn-2%%'", 2),
            row("like null", "select p.id from Patient p where p.alias like :nothing"),
            row("like with null inside", "select p.id from Patient p where p.alias like concat(:nothing, '%')"),
            row("not like", "select p.id from Patient p where p.alias not like :begin", 2),
            row("not (like)", "select p.id from Patient p where not (p.alias like :begin)", 2),
            row("not like '%'", "select p.id from Patient p where p.alias not like '%'"),
            row("not like null", "select p.id from Patient p where p.alias not like :nothing"),
            row("like concat", "select p.id from Patient p where p.alias like concat(:one, '%') order by p.id", 1, 3),
            row("like ||", "select p.id from Patient p where p.alias like :three || '-2' || '%'", 2),
            row(
                    "like escape",
                    "select p.id from Patient p where p.alias like 'ssn-1%' escape '\\' order by p.id",
                    1,
                    3),
            row("like with an escaped wildcard", "select p.id from Patient p where p.alias like 'ssn!_1%' escape '!'"),
            row("like with an escaped escape", "select p.id from Patient p where p.alias like 's!!%' escape '!'"),
            row("a folded prefix", "select p.id from Patient p where p.email like :folded order by p.id", 1, 3),
            row(
                    "lower like lower",
                    "select p.id from Patient p where lower(p.email) like lower(:folded) order by p.id",
                    1,
                    3),
            row(
                    "upper like upper escape",
                    "select p.id from Patient p where upper(p.email) like upper(:folded) escape '\\' order by p.id",
                    1,
                    3),
            row(
                    "lower like lower escape",
                    "select p.id from Patient p where lower(p.email) like lower('ANN!_%') escape '!'"),
            row("ilike escape", "select p.id from Patient p where p.email ilike 'ANN@%' escape 'X'", 2),
            row(
                    "lower like lower of concat",
                    "select p.id from Patient p where lower(p.email) like lower(concat('ANN', '%'))",
                    2),
            row(
                    "lower like concat of lower",
                    "select p.id from Patient p where lower(p.email) like concat(lower('ANN'), '%')",
                    2),
            row("ilike", "select p.id from Patient p where p.email ilike 'ANN@%'", 2),
            row("not ilike", "select p.id from Patient p where p.email not ilike 'ANN@%' order by p.id", 1, 3),
            row("like under digits only", "select d.id from Doctor d where d.phone like '1-55%'", 1),
            row("like inside an embeddable", "select p.id from Patient p where p.home.street like 'street-2%'", 2),
            row("like across an association", "select p.id from Patient p where p.doctor.phone like '155%'", 1),
            row("like of a secondary table", "select c.id from Card c where c.number like '4000%'", 1),
            row(
                    "like of a table per class, by the superclass",
                    "select d.id from Document d where d.title like 'ti%'",
                    1),
            row("like of a table per class, by the class", "select l.id from Letter l where l.title like 'tit%'", 1),
            row("like beside =", "select p.id from Patient p where p.alias like 'ssn%' and p.alias = :two", 2),
            row(
                    "like or =",
                    "select p.id from Patient p where p.alias like 'ssn-2%' or p.ssn = :one order by p.id",
                    1,
                    2),
            row(
                    "like of a parameter that is compared too",
                    "select p.id from Patient p where p.alias = :two or p.alias like concat(:two, '%')",
                    2),
            row(
                    "like in a sub-query",
                    "select v.id from Visit v where v.patient.id in (select p.id from Patient p where p.alias like 'ssn-2%')",
                    2),
            row(
                    "like in case",
                    "select case when p.alias like :begin then 'yes' else 'no' end from Patient p where p.id < 3 order by p.id",
                    "yes",
                    "no"),
            row(
                    "update by like",
                    statement(
                            "update Patient p set p.city = 'x' where p.alias like :begin",
                            "select p.id from Patient p where p.city = 'x' order by p.id"),
                    1,
                    3),
            row(
                    "delete by like",
                    statement("delete from Doctor d where d.phone not like '1%'", "select d.id from Doctor d"),
                    1),
            row(
                    "update of an attribute with prefixes",
                    statement(
                            "update Patient p set p.alias = :none where p.id = 2",
                            "select p.id from Patient p where p.alias like 'nob%'"),
                    2),
            row(
                    "update of an embeddable with prefixes",
                    statement(
                            "update Patient p set p.home = :address where p.id = 2",
                            "select p.id from Patient p where p.home.street like 'NEED%'"),
                    2),
            row(
                    "update to null of an attribute with prefixes",
                    statement(
                            "update Patient p set p.alias = null where p.id = 2",
                            "select p.id from Patient p where p.alias like '%' order by p.id"),
                    1,
                    3),
            row(
                    "insert … values with prefixes",
                    statement(
                            "insert into Doctor (id, name, phone) values (7, 'New', :number)",
                            "select d.id from Doctor d where d.phone like '400%'"),
                    7),
            row("Criteria like", where((cb, p) -> cb.like(p.get("alias"), "ssn-1%")), 1, 3),
            row("Criteria like with escape", where((cb, p) -> cb.like(p.get("alias"), "ssn-1%", '\\')), 1, 3),
            row("Criteria notLike", where((cb, p) -> cb.notLike(p.get("alias"), "ssn-1%")), 2),
            row(
                    "Criteria like lower",
                    where((cb, p) -> cb.like(cb.lower(p.get("email")), cb.lower(cb.literal("ANN%")))),
                    2),
            row(
                    "Criteria like concat",
                    where((cb, p) -> cb.like(p.get("alias"), cb.concat(cb.literal("ssn-2"), "%"))),
                    2),
            row(
                    "Criteria like and equal",
                    where((cb, p) ->
                            (JpaPredicate) cb.and(cb.like(p.get("alias"), "s%"), cb.equal(p.get("ssn"), "ssn-3"))),
                    3));

    static final List<Arguments> REFUSED = List.of(
            row(
                    "like without wildcard",
                    "from Patient p where p.alias like :needle",
                    "Patient.alias in like with a pattern that is not a prefix"),
            row(
                    "like an empty text",
                    "from Patient p where p.alias like ''",
                    "Patient.alias in like with a pattern that is not a prefix"),
            row(
                    "like the end",
                    "from Patient p where p.alias like :needleEnd",
                    "Patient.alias in like with a pattern that is not a prefix"),
            row(
                    "like the middle",
                    "from Patient p where p.alias like '%NEEDLE%'",
                    "Patient.alias in like with a pattern that is not a prefix"),
            row(
                    "like with one unknown character",
                    "from Patient p where p.alias like :needleInside",
                    "Patient.alias in like with a pattern that is not a prefix"),
            row(
                    "like longer than the index",
                    "from Patient p where p.alias like :needleLong",
                    "Patient.alias in like with a prefix that is longer than its blind index"),
            row(
                    "like with an escape at the end",
                    "from Patient p where p.alias like 'NEEDLE!' escape '!'",
                    "Patient.alias in like with a pattern that is not a prefix"),
            row(
                    "like with a needless escape",
                    "from Patient p where p.alias like 'NE!EDLE%' escape '!'",
                    "Patient.alias in like with a pattern that is not a prefix"),
            row(
                    "like with an escape parameter",
                    "from Patient p where p.alias like :needleStart escape :escapeCharacter",
                    "Patient.alias in a predicate"),
            row(
                    "like of an attribute without such an index",
                    "from Patient p where p.ssn like :needleStart",
                    "Patient.ssn in like"),
            row(
                    "like of an attribute without any index",
                    "from Patient p where p.note like :needleStart",
                    "Patient.note in like"),
            row("like of a part", "from Patient p where p.ssnEnd like :needleStart", "Patient.ssnEnd in like"),
            row("like a plain attribute", "from Patient p where p.alias like p.city", "Patient.alias in a predicate"),
            row("like itself", "from Patient p where p.alias like p.alias", "Patient.alias in a predicate"),
            row(
                    "like concat of a path",
                    "from Patient p where p.alias like concat(p.city, '%')",
                    "Patient.alias in a predicate"),
            row("a plain attribute like", "from Patient p where p.city like p.alias", "Patient.alias in a predicate"),
            row(
                    "like a function",
                    "from Patient p where p.alias like trim(:needleStart)",
                    "Patient.alias in a predicate"),
            row(
                    "like another case",
                    "from Patient p where p.email like lower(:needleStart)",
                    "Patient.email in a predicate"),
            row(
                    "lower like as it is",
                    "from Patient p where lower(p.email) like :needleStart",
                    "Patient.email in a function"),
            row(
                    "lower like upper",
                    "from Patient p where lower(p.email) like upper(:needleStart)",
                    "Patient.email in a function"),
            row(
                    "lower like lower without a folding normalizer",
                    "from Patient p where lower(p.alias) like lower(:needleStart)",
                    "Patient.alias in like without case"),
            row(
                    "ilike without a folding normalizer",
                    "from Patient p where p.alias ilike :needleStart",
                    "Patient.alias in like without case"),
            row("like regexp", "from Patient p where p.alias like regexp :needleStart", "Patient.alias in a function"),
            row("ilike regexp", "from Patient p where p.email ilike regexp 'NEEDLE'", "Patient.email in a function"),
            row(
                    "lower like lower with an escape that has a case",
                    "from Patient p where lower(p.email) like lower(:needleStart) escape 'X'",
                    "Patient.email in a function"),
            row(
                    "Criteria like of an attribute",
                    where((cb, p) -> cb.like(p.get("alias"), p.<String>get("ssn"))),
                    "Patient.alias in a predicate"),
            row(
                    "a function like",
                    "from Patient p where trim(p.alias) like :needleStart",
                    "Patient.alias in a function"),
            row(
                    "like of an element of a collection",
                    "from Patient p join p.tags t where t like :needleStart",
                    "Patient.tags in a predicate"),
            row(
                    "like one parameter for two attributes",
                    "from Patient p where p.alias like :needleStart or p.email like :needleStart",
                    "Patient.alias in a comparison with a parameter that the query also uses elsewhere"),
            row(
                    "Criteria like the middle",
                    where((cb, p) -> cb.like(p.get("alias"), "%NEEDLE%")),
                    "Patient.alias in like with a pattern that is not a prefix"));
}
