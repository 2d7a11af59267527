package io.columnseal.hibernate.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.RunningHibernate;
import io.columnseal.hibernate.TestFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.QuerySettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way of misusing an encrypted attribute in HQL, by what it is used for: {@code attribute | query}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedHqlTest {

    private SessionFactory factory;

    @BeforeAll
    void start() {
        factory = TestFactory.of(Clinic.ENTITIES)
                .setting(QuerySettings.JSON_FUNCTIONS_ENABLED, true)
                .setting(QuerySettings.XML_FUNCTIONS_ENABLED, true)
                .build();
    }

    /**
     * Hibernate's functions keep operands to themselves, and all mentions of a path are one object: here it is also
     * plainly selected, so that only what the translator knows of the place can refuse it.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select p.ssn, first_value(p.city) filter (where p.ssn = :text) over (order by p.id) from Patient p",
                "select p.ssn, count(*) filter (where p.ssn = :text) over () from Patient p",
                "select p.ssn, json_value(p.city, '$.a' passing p.ssn as x) from Patient p",
                "select p.ssn, json_query(p.city, '$.a' passing p.ssn as x) from Patient p",
                "select p.ssn, json_exists(p.city, '$.a' passing p.ssn as x) from Patient p",
                "select p.ssn, json_value(p.city, '$.a' returning String default p.ssn on empty) from Patient p",
                "select p.ssn, json_object('a' value p.ssn) from Patient p",
                "select p.ssn, json_array(p.ssn) from Patient p",
                "select p.ssn, json_arrayagg(p.ssn) from Patient p",
                "select p.ssn, xmlelement(name a, xmlattributes(p.ssn as b), p.city) from Patient p",
                "select p.ssn, xmlforest(p.ssn as a) from Patient p",
                "select p.ssn, t.a from Patient p join lateral json_table(p.city, '$' passing p.ssn as x"
                        + " columns(a String path '$.a')) t"
            })
    void refusesAPathHiddenInAFunction(String hql) {
        if (hql.contains("json_") || hql.contains("xml")) {
            RunningHibernate.assumeSeven("such a function");
        }
        assertThat(catchThrowable(() -> Queries.run(factory, hql)))
                .isExactlyInstanceOf(QueryRefusedException.class)
                .hasMessageNotContaining(Queries.NEEDLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from Patient p order by column(p.city.ssn as String)",
                "select column(p.city.SSN as String) from Patient p where p.id = 1",
                "select p.id from Patient p where column(p.city.ssn as String) = :text"
            })
    void refusesASealedColumnByItsName(String hql) {
        assertThat(catchThrowable(() -> Queries.run(factory, hql)))
                .isExactlyInstanceOf(QueryRefusedException.class)
                .hasMessageContaining("column()");
    }

    @Test
    void allowsOtherColumnsByTheirNames() {
        assertThat(Queries.run(factory, "select column(p.id.city as String) from Patient p where 1 = 0"))
                .isEqualTo(List.of());
    }

    @Test
    void refusesAListThatIsBoundAsOneValue() {
        factory.inSession(session -> assertThat(catchThrowable(
                        () -> session.createQuery("from Patient p where p.ssn in :texts", Clinic.Patient.class)
                                .setParameter("texts", List.of(Queries.NEEDLE, Queries.NEEDLE))
                                .getResultList()))
                .isExactlyInstanceOf(QueryRefusedException.class)
                .hasMessageNotContaining(Queries.NEEDLE));
    }

    @AfterAll
    void stop() {
        factory.close();
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("misuses")
    void refuses(Use use, String attribute, String hql) {
        Throwable refusal = catchThrowable(() -> Queries.run(factory, hql));

        assertThat(refusal).isExactlyInstanceOf(QueryRefusedException.class);
        QueryRefusedException refused = (QueryRefusedException) refusal;
        assertThat(refused.entity() + "." + refused.attribute()).endsWith("$" + attribute);
        assertThat(refused)
                .hasMessageContaining("cannot be used in " + use.text() + ". " + use.remedy())
                .hasMessageNotContaining(Queries.NEEDLE)
                .hasNoCause();
    }

    static Stream<Arguments> misuses() {
        return Stream.of(
                        rows(
                                Use.EQUATED,
                                "Patient.ssn | from Patient p where p.ssn = :text",
                                "Patient.age | select p.tags[p.age] from Patient p",
                                "Patient.ssn | from Patient p where :text = p.ssn",
                                "Patient.ssn | from Patient p where p.ssn = 'NEEDLE'",
                                "Patient.ssn | from Patient p where p.ssn <> :text",
                                "Patient.ssn | from Patient p where not p.ssn = :text",
                                "Patient.ssn | from Patient p where p.ssn = p.note",
                                "Patient.ssn | from Patient p where p.ssn = p.city",
                                "Patient.ssn | from Patient p where p.city = p.ssn",
                                "Patient.age | from Patient p where p.age = 31",
                                "Patient.vip | from Patient p where p.vip = true",
                                "Patient.status | from Patient p where p.status = io.columnseal.hibernate.query.Clinic$Status.OPEN",
                                "Patient.birthDate | from Patient p where p.birthDate = :date",
                                "Patient.home.street | from Patient p where p.home.street = :text",
                                "Patient.ssn | from Patient p join Patient q on p.ssn = q.ssn",
                                "Patient.tags | from Patient p where element(p.tags) = :text",
                                "Patient.holidayHomes.street | from Patient p join p.holidayHomes h where h.street = :text",
                                "Doctor.phone | from Patient p where p.doctor.phone = :text",
                                "Savings.pin | from Account a where treat(a as Savings).pin = :text",
                                "Patient.ssn | select p.city from Patient p group by p.city having p.ssn is not null and p.ssn = :text",
                                "Patient.ssn | select count(*) filter (where p.ssn = 'x') from Patient p",
                                "Patient.ssn | select every(p.ssn = 'x') from Patient p",
                                "Patient.ssn | select case when p.ssn = 'x' then 1 else 0 end from Patient p",
                                "Patient.ssn | select d.s from (select p.ssn as s from Patient p) d where d.s = :text",
                                "Patient.ssn | select p.id from Patient p join (select q.ssn as s from Patient q) d on d.s = p.city",
                                "Patient.ssn | select p.id from Patient p join lateral (select q.ssn as s from Patient q where q.ssn = p.ssn) d",
                                "Patient.ssn | with c as (select p.ssn as s from Patient p) select c.s from c c where c.s = :text",
                                "Patient.ssn | with c as (select p.ssn as s from Patient p) select p.id from Patient p join c c on c.s = p.city",
                                "Patient.home.street | with c as (select p.home as s from Patient p) select c.s from c c where c.s.street = :text",
                                "Patient.home.street | select d.home.street from (select p.home as home from Patient p) d where d.home.street = :text",
                                "Patient.ssn | select p.ssn from Patient p where p.city = p.ssn",
                                "Patient.ssn | delete from Patient p where p.ssn = :text",
                                "Patient.ssn | update Patient p set p.city = 'x' where p.ssn = :text",
                                "Doctor.phone | insert into Doctor (id, name, phone) values (1, 'x', :text) on conflict (id) do update set name = 'b' where phone = :text",
                                "Savings.pin | update Savings s set s.plan = 'x' where s.pin = :text",
                                "Account.iban | delete from Savings s where s.iban = :text",
                                "Card.number | delete from Card c where c.number = :text",
                                "Patient.ssn | select p.ssn from Patient p where p.id in (select q.id from Patient q where q.ssn = :text)",
                                "Patient.ssn | select p.id from Patient p where size(p.tags) > 0 and exists (from Patient q where q.ssn = p.ssn)",
                                "Patient.ssn | select p.id from Patient p, Doctor d where p.ssn = d.phone",
                                "Document.title | select d.title from Document d where d.title = :text",
                                "Patient.ssn | select p.id from Patient p order by case when p.ssn = 'a' then 0 else 1 end",
                                "Patient.email | select p.id from Patient p where p.email = :text",
                                "Patient.photo | select p.id from Patient p where p.photo = X'CAFE'",
                                "Patient.ssn | delete from Invoice i where i.patient.id not in (select p.id from Patient p where p.ssn = :text)",
                                "Patient.ssn | delete from Invoice i where not exists (select 1 from Patient p where p = i.patient and p.ssn <> :text)",
                                "Patient.ssn | update Invoice i set i.paid = true where i.patient.id in (select p.id from Patient p where p.ssn = :text)",
                                "Patient.ssn | update Reminder r set r.letter = 'x', r.paid = true where r.patient.ssn = :text",
                                "Patient.ssn | update Invoice i set i.label = (select max(p.city) from Patient p where p.ssn = :text)",
                                "Patient.ssn | insert into Memo (text) select p.city from Patient p where p.ssn = :text",
                                "Patient.ssn | insert into Reminder (id, letter) select p.id + 9, p.city from Patient p where p.ssn = :text",
                                "Patient.ssn | insert into Reminder (id, letter, paid) values (9, (select max(p.city) from Patient p where p.ssn = :text), true)",
                                "Patient.ssn | insert into Reminder (id, letter) values (9, 'x') on conflict (id) do update set letter = (select max(p.city) from Patient p where p.ssn = :text)",
                                "Patient.ssn | insert into Memo (text) with c as (select p.city as s from Patient p where p.ssn = :text) select c.s from c c",
                                "Patient.ssn | from Patient p where p.ssn in (:texts)",
                                "Patient.ssn | from Patient p where p.ssn in ('a','b')",
                                "Patient.ssn | from Patient p where p.ssn not in (:texts)",
                                "Patient.visits | select p.id from Patient p where p.visits in (1, 2)",
                                "Doctor.phone | select p.id from Patient p join Doctor d on d.phone in (:texts)"),
                        rows(
                                Use.COMPARED,
                                "Patient.ssn | from Patient p where p.ssn > :text",
                                "Patient.ssn | from Patient p where p.ssn is distinct from :text",
                                "Patient.age | from Patient p where p.age > :number",
                                "Patient.age | from Patient p where p.age + 1 > 5",
                                "Patient.birthDate | from Patient p where p.birthDate < local date",
                                "Patient.waited | from Patient p where p.waited > 5 minute",
                                "Patient.ssn | from Patient p where (p.ssn, p.city) = (:text, :other)",
                                "Patient.home.street | from Patient p where p.home = :address",
                                "Patient.home.street | from Patient p where p.home <> :address",
                                "Patient.home.street | from Patient p join Patient q on p.home = q.home",
                                "Patient.tags | from Patient p join p.tags t on t = :text",
                                "Patient.tags | from Patient p join p.tags t where t = :text",
                                "Patient.tags | from Patient p left join p.tags t with t = :text",
                                "Patient.tags | from Patient p where :text member of p.tags",
                                "Patient.tags | from Patient p where :text not member of p.tags",
                                "Patient.tags | from Patient p where p.tags[0] = :text",
                                "Patient.remarks | from Patient p where p.remarks['k'] = :text",
                                "Patient.tags | from Patient p where exists (select 1 from p.tags t where t = :text)",
                                "Patient.holidayHomes.street | from Patient p where :address member of p.holidayHomes",
                                "Patient.waited | from Visit v where local datetime + v.patient.waited > local datetime"),
                        rows(
                                Use.EQUATED_WITHOUT_CASE,
                                "Patient.ssn | select p.id from Patient p where lower(p.ssn) = lower(:text)",
                                "Patient.ssn | select p.id from Patient p where upper('x') = upper(p.ssn)"),
                        rows(
                                Use.PREFIXED,
                                "Patient.ssn | from Patient p where p.ssn like :text",
                                "Patient.ssn | from Patient p where p.ssn ilike :text",
                                "Patient.ssn | from Patient p where p.ssn not like 'S%'",
                                "Patient.ssn | select p.ssn from Patient p where p.ssn like 'S%'",
                                "Doctor.phone | select p.id from Patient p where p.doctor.phone like '5%'",
                                "Patient.home.street | select v.id from Visit v where v.patient.home.street like :text",
                                "Doctor.phone | select p.id from Patient p join Doctor d on d.phone like :text",
                                "Patient.ssn | with c as (select p.ssn as s from Patient p) select p.id from Patient p join c c on c.s like :text"),
                        rows(
                                Use.MATCHED,
                                "Patient.vip | from Patient p where p.vip",
                                "Patient.age | from Patient p where p.age + 1 is null",
                                "Patient.ssn | select p.id from Patient p where (case when p.id = 1 then p.ssn end) is null",
                                "Patient.vip | from Patient p where p.vip is true",
                                "Patient.ssn | from Patient p where p.ssn in (select q.ssn from Patient q)",
                                "Patient.ssn | from Patient p where p.city like p.ssn",
                                "Patient.ssn | from Patient p where p.ssn between :text and :other",
                                "Patient.ssn | from Patient p where :text between p.ssn and p.note",
                                "Patient.ssn | from Patient p where (p.city, p.ssn) in ((:text, :other))",
                                "Patient.home.street | from Patient p where p.home in (:address)",
                                "Patient.tags | from Patient p join p.tags t where t like :text",
                                "Patient.balance | select p.id from Patient p where p.balance between 1 and 2"),
                        rows(Use.JOINED_ON, "Patient.tags | select p.id from Patient p join p.tags t on t like :text"),
                        rows(
                                Use.COMPUTED_WITH,
                                "Patient.waited | select p.waited by second from Patient p",
                                "Patient.age | select p.age + 1 from Patient p",
                                "Patient.age | select -p.age from Patient p",
                                "Patient.birthDate | select p.birthDate - local date from Patient p",
                                "Patient.ssn | select case p.ssn when 'x' then 1 else 0 end from Patient p",
                                "Patient.ssn | select case when p.id = 1 then p.ssn else p.note end from Patient p",
                                "Patient.ssn | select case when p.id = 1 then p.ssn else 'x' end from Patient p",
                                "Patient.waited | select local datetime + p.waited from Patient p",
                                "Patient.waited | select 2 * p.waited from Patient p"),
                        rows(
                                Use.EQUATED_IN_ONE_CASE,
                                "Patient.ssn | from Patient p where lower(p.ssn) = :text",
                                "Patient.ssn | from Patient p where 'x' <> upper(p.ssn)"),
                        rows(
                                Use.PASSED_TO_A_FUNCTION,
                                "Patient.ssn | from Patient p where p.city = (select max(q.ssn) from Patient q)",
                                "Patient.ssn | from Patient p where coalesce(p.ssn, '') = :text",
                                "Patient.ssn | from Patient p where nullif(p.ssn, '') is null",
                                "Patient.ssn | from Patient p where p.ssn || 'x' = :text",
                                "Patient.ssn | from Patient p where length(p.ssn) = 3",
                                "Patient.age | from Patient p where cast(p.age as string) = :text",
                                "Patient.tags | from Patient p where max(element(p.tags)) = :text",
                                "Patient.tags | from Patient p where maxelement(p.tags) = :text",
                                "Patient.tags | select min(element(p.tags)) from Patient p",
                                "Patient.ssn | from Patient p order by lower(p.ssn)",
                                "Patient.ssn | select count(*) from Patient p group by lower(p.ssn)",
                                "Patient.ssn | select p.city from Patient p group by p.city having max(p.ssn) = :text",
                                "Patient.ssn | select max(p.ssn) from Patient p",
                                "Patient.tags | select count(p.tags) from Patient p",
                                "Patient.tags | select count(t) from Patient p join p.tags t",
                                "Patient.holidayHomes.street | select count(distinct h) from Patient p join p.holidayHomes h",
                                "Patient.remarks | select entry(p.remarks) from Patient p order by entry(p.remarks)",
                                "Patient.ssn | select new map(max(p.ssn) as m) from Patient p",
                                "Patient.ssn | select new list(upper(p.ssn)) from Patient p",
                                "Patient.age | select min(p.age) from Patient p",
                                "Patient.age | select sum(p.age) from Patient p",
                                "Patient.ssn | select count(p.ssn) from Patient p",
                                "Patient.ssn | select count(distinct p.ssn) from Patient p",
                                "Patient.home.street | select count(p.home) from Patient p",
                                "Patient.ssn | select listagg(p.ssn, ',') within group (order by p.id) from Patient p",
                                "Patient.ssn | select upper(p.ssn) from Patient p",
                                "Patient.ssn | select substring(p.ssn, 1, 2) from Patient p",
                                "Patient.ssn | select p.ssn || 'x' from Patient p",
                                "Patient.ssn | select cast(p.ssn as String) from Patient p",
                                "Patient.birthDate | select year(p.birthDate) from Patient p",
                                "Patient.birthDate | select extract(year from p.birthDate) from Patient p",
                                "Patient.ssn | select coalesce(p.ssn, p.city) from Patient p",
                                "Patient.ssn | select coalesce(p.ssn, 'none') from Patient p",
                                "Patient.ssn | select p.id, lag(p.ssn) over (order by p.id) from Patient p",
                                "Patient.ssn | select first_value(p.ssn) over (order by p.id) from Patient p",
                                "Patient.ssn | select max(d.s) from (select p.ssn as s from Patient p) d",
                                "Patient.ssn | select d.m from (select max(p.ssn) as m from Patient p) d",
                                "Patient.ssn | select p.ssn, upper(p.ssn) from Patient p",
                                "Patient.ssn | select function('upper', p.ssn) from Patient p",
                                "Patient.ssn | select collate(p.ssn as ucs_basic) from Patient p",
                                "Patient.age | select str(p.age) from Patient p",
                                "Patient.age | select abs(p.age) from Patient p",
                                "Patient.birthDate | select format(p.birthDate as 'yyyy') from Patient p",
                                "Patient.ssn | update Patient p set p.city = upper(p.ssn)",
                                "Patient.ssn | select any_value(p.ssn) from Patient p",
                                "Patient.ssn | select typeof(p.ssn) from Patient p",
                                "Patient.ssn | select overlay(p.ssn placing 'x' from 1) from Patient p",
                                "Patient.ssn | select trim(p.ssn) from Patient p",
                                "Patient.ssn | select position('a' in p.ssn) from Patient p",
                                "Patient.ssn | select p.ssn[0] from Patient p",
                                "Patient.age | select greatest(p.age, 1) from Patient p",
                                "Patient.ssn | select concat(p.ssn, 'a') from Patient p",
                                "Patient.visits | select sum(p.visits) over (partition by p.city) from Patient p"),
                        rows(
                                Use.SELECTED_IN_A_SUBQUERY,
                                "Patient.ssn | from Patient p where p.city in (select q.ssn from Patient q)",
                                "Patient.remarks | select p.id from Patient p where :text in (select r from p.remarks r)",
                                "Patient.tags | select p.id from Patient p where exists (select t from p.tags t where index(t) = 0)",
                                "Patient.tags | select p.id from Patient p where :text = some elements(p.tags)",
                                "Patient.ssn | select p.ssn, (select q.ssn from Patient q where q.id = p.id) from Patient p",
                                "Patient.ssn | from Patient p where p.city = (select q.ssn from Patient q where q.id=1)",
                                "Patient.ssn | from Patient p where p.city = any (select q.ssn from Patient q)",
                                "Patient.ssn | from Patient p where p.city = every (select q.ssn from Patient q)",
                                "Patient.ssn | from Patient p where exists (select q.ssn from Patient q)",
                                "Patient.tags | from Patient p where :text in elements(p.tags)",
                                "Patient.ssn | select (select q.ssn from Patient q where q.id = p.id) from Patient p",
                                "Patient.ssn | update Patient p set p.city = (select q.ssn from Patient q where q.id=1)",
                                "Patient.tags | select p.id from Patient p where (select t from p.tags t where index(t) = 0) = :text"),
                        rows(
                                Use.SELECTED_IN_A_SET_OPERATION,
                                "Patient.ssn | select p.ssn from Patient p union all select q.ssn from Patient q",
                                "Patient.ssn | select p.id as a, p.ssn as b from Patient p union all select q.id, q.ssn from Patient q",
                                "Patient.ssn | select p.ssn from Patient p intersect select q.ssn from Patient q",
                                "Patient.ssn | select p.ssn from Patient p except select q.ssn from Patient q",
                                "Patient.home.street | select p.home from Patient p union select q.home from Patient q",
                                "Patient.ssn | with c as (select p.ssn as s from Patient p union all select q.ssn as s from Patient q) select c.s from c c"),
                        rows(
                                Use.SELECTED_DISTINCT,
                                "Patient.ssn | select distinct p.ssn from Patient p",
                                "Patient.remarks | select distinct value(r) from Patient p join p.remarks r",
                                "Patient.holidayHomes.street | select distinct d.h from (select h as h from Patient p join p.holidayHomes h) d",
                                "Patient.ssn | select distinct p.id, p.ssn from Patient p",
                                "Patient.ssn | select distinct new io.columnseal.hibernate.query.Clinic$Contact(p.ssn, p.id) from Patient p",
                                "Patient.home.street | select distinct p.home from Patient p",
                                "Patient.tags | select distinct t from Patient p join p.tags t",
                                "Patient.tags | select distinct p.tags from Patient p",
                                "Patient.remarks | select distinct entry(p.remarks) from Patient p",
                                "Patient.holidayHomes.street | select distinct h from Patient p join p.holidayHomes h",
                                "Patient.ssn | select distinct d.s from (select p.ssn as s from Patient p) d",
                                "Patient.ssn | select d.s from (select distinct p.ssn as s from Patient p) d",
                                "Patient.ssn | with c as (select p.ssn as s from Patient p) select distinct c.s from c c",
                                "Patient.ssn | with c as (select distinct p.ssn as s from Patient p) select c.s from c c",
                                "Patient.remarks | select distinct value(p.remarks) from Patient p"),
                        rows(
                                Use.GROUPED,
                                "Patient.ssn | select p.ssn, count(*) from Patient p group by p.ssn",
                                "Patient.remarks | select value(r), count(*) from Patient p join p.remarks r group by value(r)",
                                "Patient.tags | select p.tags, count(*) from Patient p group by p.tags",
                                "Patient.holidayHomes.street | select h, count(*) from Patient p join p.holidayHomes h group by h",
                                "Patient.ssn | select p.ssn as s, count(*) from Patient p group by s",
                                "Patient.ssn | select p.ssn, count(*) from Patient p group by 1",
                                "Patient.home.street | select p.home, count(*) from Patient p group by p.home",
                                "Patient.tags | select t, count(*) from Patient p join p.tags t group by t",
                                "Patient.home.street | select p.city, count(*) from Patient p group by p.city, p.home.street"),
                        rows(
                                Use.FILTERED_BY_HAVING,
                                "Patient.vip | select p.city from Patient p group by p.city having p.vip"),
                        rows(
                                Use.ORDERED,
                                "Patient.ssn | from Patient p order by p.ssn",
                                "Patient.remarks | select value(r) from Patient p join p.remarks r order by value(r)",
                                "Patient.tags | from Patient p order by p.tags",
                                "Patient.holidayHomes.street | select h from Patient p join p.holidayHomes h order by h",
                                "Patient.holidayHomes.street | select d.h from (select h as h from Patient p join p.holidayHomes h) d order by d.h",
                                "Patient.tags | (select p from Patient p union all select q from Patient q) order by tags",
                                "Patient.ssn | from Patient p order by p.ssn desc nulls last",
                                "Patient.ssn | select p.ssn as s from Patient p order by s",
                                "Patient.ssn | select p.ssn from Patient p order by 1",
                                "Patient.ssn | select p.id, p.ssn from Patient p order by 2",
                                "Patient.ssn | select new io.columnseal.hibernate.query.Clinic$Contact(p.ssn, p.id) from Patient p order by 1",
                                "Patient.home.street | from Patient p order by p.home",
                                "Patient.home.street | select p.home as h from Patient p order by h",
                                "Patient.home.street | from Patient p order by p.home.street",
                                "Patient.tags | from Patient p join p.tags t order by t",
                                "Patient.ssn | select listagg(p.city, ',') within group (order by p.ssn) from Patient p",
                                "Patient.ssn | select p.id, row_number() over (order by p.ssn) from Patient p",
                                "Patient.ssn | select d.s from (select p.ssn as s from Patient p) d order by d.s",
                                "Patient.ssn | with c as (select p.ssn as s from Patient p) select c.s from c c order by c.s",
                                "Document.title | select l.body from Letter l order by l.title",
                                "Patient.birthDate | select p.id, rank() over (order by p.birthDate) from Patient p",
                                "Patient.ssn | (select p from Patient p union all select q from Patient q) order by ssn",
                                "Patient.ssn | (select p from Patient p intersect select q from Patient q) order by ssn desc",
                                "Patient.ssn | (select p from Patient p except select q from Patient q where q.id = 1) order by id, ssn",
                                "Patient.ssn | (select p.id, p from Patient p union select q.id, q from Patient q) order by ssn fetch first 1 row only",
                                "Patient.home.street | (select p from Patient p union all select q from Patient q) order by home",
                                "Patient.email | (select p from Visit v join v.patient p union all select p from Patient p) order by email",
                                "Account.iban | (select s from Savings s union all select t from Savings t) order by iban",
                                "Patient.remarks | select value(p.remarks) from Patient p order by value(p.remarks)"),
                        rows(
                                Use.WINDOWED,
                                "Patient.ssn | select p.id, row_number() over (partition by p.ssn order by p.id) from Patient p"),
                        rows(
                                Use.ASSIGNED_FROM,
                                "Patient.ssn | update Patient p set p.city = p.ssn",
                                "Patient.ssn | update Invoice i set i.label = i.patient.ssn",
                                "Doctor.phone | insert into Doctor (id, name, phone) values (1, 'x', :text) on conflict (id) do update set name = excluded.phone"),
                        rows(
                                Use.ASSIGNED_AN_EXPRESSION,
                                "Patient.ssn | update Patient p set p.ssn = p.city",
                                "Patient.ssn | update Patient p set p.ssn = p.note",
                                "Patient.ssn | update Patient p set p.ssn = p.ssn",
                                "Patient.ssn | update Patient p set p.ssn = upper(:text)",
                                "Patient.ssn | update Patient p set p.ssn = coalesce(:text, 'a')",
                                "Patient.ssn | update Patient p set p.ssn = (select q.city from Patient q where q.id=1)",
                                "Patient.age | update Patient p set p.age = p.age + 1",
                                "Patient.home.street | update Patient p set p.home = (select q.home from Patient q where q.id=1)",
                                "Patient.ssn | update Patient p set p.ssn = case when p.id = 1 then 'a' else 'b' end",
                                "Patient.ssn | insert into Patient (id, city, ssn, age, vip) values (50, 'x', upper('a'), 1, false)",
                                "Patient.age | insert into Patient (id, city, age, vip) values (51, 'x', 1 + 1, false)",
                                "Doctor.phone | insert into Doctor (id, name, phone) values (1, 'x', :text) on conflict (id) do update set phone = excluded.phone",
                                "Savings.pin | update Savings s set s.pin = s.plan"),
                        rows(
                                Use.SELECTED_FOR_INSERT,
                                "Patient.ssn | insert into Town (id, name) select p.id + 100, p.ssn from Patient p",
                                "Patient.ssn | insert into Memo (text) select p.ssn from Patient p",
                                "Patient.ssn | insert into Reminder (id, letter) select p.id + 9, p.ssn from Patient p",
                                "Patient.home.street | insert into Memo (text) select p.home.street from Patient p"),
                        rows(
                                Use.INSERTED_BY_SELECT,
                                "Patient.ssn | insert into Patient (id, ssn) select t.id, t.name from Town t",
                                "Patient.ssn | insert into Patient (id, ssn, age, vip) select p.id + 100, p.ssn, p.age, p.vip from Patient p"),
                        rows(
                                Use.CONFLICTED_ON,
                                "Doctor.phone | insert into Doctor (id, name, phone) values (1, 'x', :text) on conflict (phone) do nothing"))
                .flatMap(List::stream);
    }

    private static List<Arguments> rows(Use use, String... rows) {
        return Arrays.stream(rows)
                .map(row -> row.split(" \\| ", 2))
                .map(row -> Arguments.of(use, row[0], row[1]))
                .toList();
    }
}
