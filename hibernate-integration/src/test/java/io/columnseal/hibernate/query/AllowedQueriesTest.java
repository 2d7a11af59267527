package io.columnseal.hibernate.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.hibernate.RawRows;
import io.columnseal.hibernate.RunningHibernate;
import io.columnseal.hibernate.TestDatabase;
import io.columnseal.hibernate.TestFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** What queries may do with encrypted attributes, and that it yields the right data, on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AllowedQueriesTest {

    private SessionFactory factory;

    abstract TestDatabase server();

    @BeforeAll
    void start() {
        factory = TestFactory.of(Clinic.ENTITIES).database(server()).build();
        factory.inTransaction(Clinic::populate);
    }

    @AfterAll
    void stop() {
        factory.close();
    }

    static final List<Arguments> SELECTIONS = List.of(
            selects("from Patient p", "Patient ssn-1", "Patient ssn-2"),
            selects("select p.ssn from Patient p", "ssn-1", "ssn-2"),
            selects(
                    "select p.age, p.vip, p.visits, p.balance, p.birthDate, p.status, p.photo, p.waited from Patient p"
                            + " where p.id = 1",
                    "[31, true, 10, 12.50, 1980-01-01, OPEN, [1, 1], PT1M]"),
            selects("select p.ssn as a, p.ssn as b from Patient p where p.id = 1", "[ssn-1, ssn-1]"),
            selects("select p.ssn from Patient p order by p.city, p.id desc", "ssn-2", "ssn-1"),
            selects("select p.ssn from Patient p order by p.id fetch first 1 row only", "ssn-1"),
            selects("select p.email from Patient p", "mail-1", "mail-2"),
            selects(
                    "select new io.columnseal.hibernate.query.Clinic$Contact(p.ssn, p.id) from Patient p",
                    "Contact[ssn=ssn-1, id=1]",
                    "Contact[ssn=ssn-2, id=2]"),
            selects("select new map(p.ssn as s) from Patient p", "{s=ssn-1}", "{s=ssn-2}"),
            selects("select new list(p.ssn, p.id) from Patient p", "[ssn-1, 1]", "[ssn-2, 2]"),
            selects("select p.home from Patient p", "street-1 town-1", "street-2 town-2"),
            selects("select p.home.street, p.home.town from Patient p where p.id = 1", "[street-1, town-1]"),
            selects("select p.doctor.phone from Patient p where p.id = 1", "555-1"),
            selects("select v.patient.ssn from Visit v", "ssn-1", "ssn-2"),
            selects("select d.ssn from Visit v join v.patient d", "ssn-1", "ssn-2"),
            selects("select t from Patient p join p.tags t where p.id = 1", "tag-1", "more-1"),
            selects("select p.tags from Patient p where p.id = 1", "tag-1", "more-1"),
            selects("select element(p.tags) from Patient p where p.id = 1", "tag-1", "more-1"),
            selects("select index(t), t from Patient p join p.tags t where p.id = 1", "[0, tag-1]", "[1, more-1]"),
            selects("select p.tags[1] from Patient p", "more-1", "more-2"),
            selects("select p.id from Patient p where p.tags[0] is not null", "1", "2"),
            selects("select p.id from Patient p union all select q.id from Patient q order by 1", "1", "1", "2", "2"),
            selects("select p.remarks['diet'] from Patient p", "remark-1", "remark-2"),
            selects("select value(p.remarks) from Patient p", "remark-1", "remark-2"),
            selects("select entry(p.remarks) from Patient p", "diet=remark-1", "diet=remark-2"),
            selects("select h from Patient p join p.holidayHomes h", "beach-1 sea", "beach-2 sea"),
            selects("select h.street from Patient p join p.holidayHomes h where h.town = 'sea'", "beach-1", "beach-2"),
            selects("select p from Patient p join fetch p.tags where p.id = 1", "Patient ssn-1"),
            selects("select distinct p from Patient p", "Patient ssn-1", "Patient ssn-2"),
            selects("select distinct p from Patient p join p.tags t", "Patient ssn-1", "Patient ssn-2"),
            selects("select distinct p from Patient p left join fetch p.tags", "Patient ssn-1", "Patient ssn-2"),
            selects("select distinct p.doctor from Patient p", "Doctor 555-1"),
            selects(
                    "select p, count(v) from Patient p join p.history v group by p",
                    "[Patient ssn-1, 1]",
                    "[Patient ssn-2, 1]"),
            selects(
                    "select p, count(v) from Patient p join p.history v group by p order by p",
                    "[Patient ssn-1, 1]",
                    "[Patient ssn-2, 1]"),
            selects("select p.city, count(p) from Patient p group by p.city", "[Rome, 2]"),
            selects("select p.city, count(distinct p) from Patient p group by p.city having count(p) > 1", "[Rome, 2]"),
            selects("select p from Patient p order by p", "Patient ssn-1", "Patient ssn-2"),
            selects("select p as q from Patient p order by q", "Patient ssn-1", "Patient ssn-2"),
            selects("select p.ssn from Patient p where p.ssn is not null", "ssn-1", "ssn-2"),
            selects("select p.ssn from Patient p where p.ssn is null"),
            selects("select p.ssn from Patient p where not p.ssn is null and p.id = 2", "ssn-2"),
            selects("select p.id from Patient p where p.home is not null", "1", "2"),
            selects("select p.id from Patient p where p.home.street is null"),
            selects("select p.id from Patient p left join p.tags t where t is null"),
            selects("select p.id from Patient p where p.tags is not empty", "1", "2"),
            selects("select p.id, size(p.tags) from Patient p where p.id = 1", "[1, 2]"),
            selects("select p.ssn from Patient p where p in (select q from Patient q where q.id = 2)", "ssn-2"),
            selects(
                    "select p.ssn from Patient p where exists (select v from Visit v where v.patient = p)",
                    "ssn-1",
                    "ssn-2"),
            selects("select p from Patient p union select q from Patient q", "Patient ssn-1", "Patient ssn-2"),
            selects(
                    "(select p from Patient p union select q from Patient q) order by city",
                    "Patient ssn-1",
                    "Patient ssn-2"),
            selects("select d.s from (select p.ssn as s, p.id as i from Patient p) d order by d.i", "ssn-1", "ssn-2"),
            selects(
                    "with c as (select p.ssn as s, p.id as i from Patient p) select c.s from c c where c.i = 2",
                    "ssn-2"),
            selects(
                    "with c as (select p.home as h from Patient p where p.id = 1) select c.h.street from c c",
                    "street-1"),
            selects(
                    "select p.id, row_number() over (partition by p.city order by p.id), p.ssn from Patient p",
                    "[1, 1, ssn-1]",
                    "[2, 2, ssn-2]"),
            selects("select a.iban from Account a", "iban-1"),
            selects("select treat(a as Savings).pin from Account a", "pin-1"),
            selects("select s.iban, s.pin from Savings s where s.plan = 'gold'", "[iban-1, pin-1]"),
            selects("select c.number from Card c where c.holder = 'Ann'", "4000-1"),
            selects("select d.title from Document d", "title-1"),
            selects("select l.title, l.body from Letter l", "[title-1, body-1]"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("SELECTIONS")
    void selectsTheValues(String hql, List<String> expected) {
        List<?> rows = (List<?>) Queries.run(factory, hql);

        assertThat(rows).map(AllowedQueriesTest::text).containsExactlyInAnyOrderElementsOf(expected);
    }

    static final List<Arguments> CHANGES = List.of(
            changes("update Patient p set p.ssn = :text", "select p.ssn from Patient p", "NEEDLE", "NEEDLE"),
            changes(
                    "update Patient p set p.ssn = 'literal' where p.id = 1",
                    "select p.ssn from Patient p",
                    "literal",
                    "ssn-2"),
            changes("update Patient p set p.ssn = null where p.id = 1", "select p.ssn from Patient p", "null", "ssn-2"),
            changes(
                    "update Patient p set p.ssn = :text, p.note = :text, p.city = :other where p.id = 1",
                    "select p.ssn, p.note, p.city from Patient p where p.id = 1",
                    "[NEEDLE, NEEDLE, NEEDLE-2]"),
            changes(
                    "update Patient p set p.age = :number, p.birthDate = :date where p.id = 1",
                    "select p.age, p.birthDate from Patient p where p.id = 1",
                    "[77, 2001-02-03]"),
            changes(
                    "update Patient p set p.age = -5, p.visits = 42, p.balance = 0.10, p.vip = false,"
                            + " p.birthDate = local date 2001-02-03, p.photo = X'CAFE',"
                            + " p.status = io.columnseal.hibernate.query.Clinic$Status.CLOSED where p.id = 1",
                    "select p.age, p.visits, p.balance, p.vip, p.birthDate, p.photo, p.status from Patient p where p.id = 1",
                    "[-5, 42, 0.10, false, 2001-02-03, [-54, -2], CLOSED]"),
            changes(
                    "update Patient p set p.home = :address where p.id = 1",
                    "select p.home from Patient p where p.id = 1",
                    "NEEDLE town"),
            changes(
                    "update Patient p set p.home = null where p.id = 1",
                    "select p.home from Patient p where p.id = 1",
                    "null"),
            changes(
                    "update Patient p set p.home.street = :text where p.id = 1",
                    "select p.home from Patient p where p.id = 1",
                    "NEEDLE town-1"),
            changes(
                    "update Patient p set p.city = 'x' where p.ssn is not null",
                    "select p.city from Patient p",
                    "x",
                    "x"),
            changes("delete from Doctor d where d.phone is null", "select d.phone from Doctor d", "555-1"),
            changes(
                    "insert into Doctor (id, name, phone) values (2, 'New', :text)",
                    "select d.phone from Doctor d where d.id = 2",
                    "NEEDLE"),
            changes(
                    "insert into Doctor (id, name, phone) values (2, :other, 'literal'), (3, 'x', null), (4, 'y', :text)",
                    "select d.name, d.phone from Doctor d where d.id > 1",
                    "[NEEDLE-2, literal]",
                    "[x, null]",
                    "[y, NEEDLE]"),
            changes(
                    "insert into Patient (id, home, age, vip, visits) values (9, :address, :number, true, 5)",
                    "select p.home, p.age, p.vip, p.visits from Patient p where p.id = 9",
                    "[NEEDLE town, 77, true, 5]"),
            changes(
                    "insert into Doctor (id, name, phone) values (1, 'x', 'y') on conflict (id) do update set phone = :text",
                    "select d.name, d.phone from Doctor d",
                    "[Blake, NEEDLE]"),
            changes(
                    "insert into Doctor (id, name, phone) values (5, 'x', :text), (6, 'y', 'literal'), (7, 'z', null)"
                            + " on conflict (id) do update set phone = :other",
                    "select d.name, d.phone from Doctor d where d.id > 1",
                    "[x, NEEDLE]",
                    "[y, literal]",
                    "[z, null]"),
            changes(
                    "insert into Patient (id, home, age, vip, visits) values (9, :address, :number, true, 5) on conflict (id)"
                            + " do update set age = null",
                    "select p.home, p.age, p.vip, p.visits from Patient p where p.id = 9",
                    "[NEEDLE town, 77, true, 5]"),
            changes(
                    "insert into Doctor (id, name, phone) values (5, 'x', :text) on conflict (id) do nothing",
                    "select d.name, d.phone from Doctor d where d.id > 1",
                    "[x, NEEDLE]"),
            changes(
                    "insert into Town (id, name) select p.id + 10, p.city from Patient p",
                    "select count(t) from Town t",
                    "3"),
            changes("insert into Memo (text) values (:text), ('x')", "select m.text from Memo m", "NEEDLE", "x"),
            changes(
                    "insert into Memo (text) select p.city from Patient p where p.ssn is not null and p.city not in (:texts)",
                    "select m.text from Memo m",
                    "Rome",
                    "Rome"),
            changes(
                    "insert into Reminder (id, paid, letter) values (3, true, :text)",
                    "select r.letter from Reminder r where r.paid = true",
                    "NEEDLE"),
            changes(
                    "insert into Reminder (id, paid, letter) select p.id + 5, true, p.city from Patient p",
                    "select r.id, r.letter from Reminder r where r.paid = true",
                    "[6, Rome]",
                    "[7, Rome]"),
            changes(
                    "update Invoice i set i.paid = true, i.label = :text"
                            + " where i.label not in (:texts) and i.patient.id in (select p.id from Patient p where p.ssn is not null)",
                    "select i.label, i.paid from Invoice i",
                    "[NEEDLE, true]",
                    "[NEEDLE, true]"),
            changes(
                    "update Reminder r set r.letter = :text, r.label = :other where r.id = 1 and r.label not in (:texts)",
                    "select r.letter, r.label from Reminder r where r.id = 1",
                    "[NEEDLE, NEEDLE-2]"),
            changes(
                    "delete from Invoice i where i.label not in (:texts)"
                            + " and i.patient.id in (select p.id from Patient p where p.ssn is not null and p.id = 1)",
                    "select i.id from Invoice i",
                    "2"),
            changes("update Account a set a.iban = :text", "select a.iban from Account a", "NEEDLE"),
            changes(
                    "update Savings s set s.iban = :text, s.pin = 'literal', s.plan = :other",
                    "select s.iban, s.pin, s.plan from Savings s",
                    "[NEEDLE, literal, NEEDLE-2]"),
            changes("delete from Savings s where s.plan = 'gold'", "select s.pin from Savings s"),
            changes("update Card c set c.brand = :text", "select c.brand, c.number from Card c", "[NEEDLE, 4000-1]"),
            changes(
                    "update Passport p set p.number = :text, p.country = 'FR'",
                    "select p.country, p.number from Passport p",
                    "[FR, NEEDLE]"),
            changes("update Document d set d.title = :text", "select d.title from Document d", "NEEDLE"),
            changes(
                    "update Letter l set l.title = :text, l.body = :other",
                    "select l.title, l.body from Letter l",
                    "[NEEDLE, NEEDLE-2]"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CHANGES")
    void changesTheValues(String statement, String check, List<String> expected) {
        if (statement.startsWith("insert into Reminder")) {
            RunningHibernate.assumeSeven("inserts into joined tables with ids that are given");
        }
        factory.inSession(session -> {
            var transaction = session.beginTransaction();
            try {
                Queries.run(session, statement);
                assertThat((List<?>) Queries.run(session, check))
                        .map(AllowedQueriesTest::text)
                        .containsExactlyInAnyOrderElementsOf(expected);
            } finally {
                transaction.rollback();
            }
        });
    }

    @Test
    void storesWhatBulkStatementsAssignSealed() {
        factory.inTransaction(session -> {
            Queries.run(session, "insert into Doctor (id, name, phone) values (7, 'x', :text), (8, 'y', 'NEEDLE')");
            Queries.run(session, "update Doctor d set d.name = d.name, d.phone = :text where d.id = 7");
        });

        assertThat(RawRows.of(factory, "doctor", "phone")).hasSize(3).allSatisfy(stored -> {
            assertThat(stored[0]).isEqualTo((byte) 1);
            assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("NEEDLE");
        });
        factory.inTransaction(session -> Queries.run(session, "delete from Doctor d where d.id > 1"));
    }

    private static Arguments selects(String hql, String... rows) {
        return Arguments.of(hql, List.of(rows));
    }

    private static Arguments changes(String statement, String check, String... rows) {
        return Arguments.of(statement, check, List.of(rows));
    }

    private static String text(Object value) {
        if (value instanceof Object[] row) {
            return Arrays.stream(row).map(AllowedQueriesTest::text).toList().toString();
        } else if (value instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        } else if (value instanceof Clinic.Address address) {
            return address.street + " " + address.town;
        } else if (value instanceof Clinic.Patient patient) {
            return "Patient " + patient.ssn;
        } else if (value instanceof Clinic.Doctor doctor) {
            return "Doctor " + doctor.phone;
        }
        return Objects.toString(value);
    }
}
