package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.columnseal.ColumnSeal;
import io.columnseal.QueryRefusedException;
import io.columnseal.TenantMismatchException;
import io.columnseal.TenantMissingException;
import io.columnseal.TenantScope;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.Table;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;
import org.hibernate.annotations.TenantId;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.query.Query;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lookups work for one tenant, that of the session. */
class LookupTenantsTest {

    private static final String ROOT = "root";

    private final ColumnSeal seal = TestFactory.seal();
    private SessionFactory factory;

    @BeforeEach
    void start() {
        factory = TestFactory.of(Patient.class, Country.class, Account.class, Savings.class)
                .seal(seal)
                .setting(AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new TenantsTest.RootResolver())
                .build();
        in("acme", session -> session.persist(new Patient(1, "same")));
        in("beta", session -> session.persist(new Patient(2, "same")));
        in("acme", session -> session.persist(new Country(1, "code")));
    }

    @AfterEach
    void stop() {
        factory.close();
        seal.close();
    }

    private void in(String tenant, Consumer<Session> work) {
        try (Session session =
                factory.withOptions().tenantIdentifier((Object) tenant).openSession()) {
            TestFactory.inTransaction(session, work);
        }
    }

    private static List<Long> find(Session session, String condition, Object value) {
        return session.createQuery("select p.id from Patient p where p.ssn " + condition + " order by p.id", Long.class)
                .setParameter("x", value)
                .getResultList();
    }

    private void assertFinds(String tenant, String condition, Long... ids) {
        in(tenant, session -> assertThat(find(session, condition, "same")).containsExactly(ids));
    }

    @Test
    void equalValuesOfTwoTenantsHaveDifferentIndexValues() {
        List<byte[]> values = RawRows.query(factory, "select ssn_bidx from patient order by id");

        assertThat(values.get(0)).isNotEqualTo(values.get(1));
        assertThat(seal.keys().indexHistory("acme")).hasSize(1);
        assertThat(seal.keys().indexHistory("beta")).hasSize(1);
    }

    @Test
    void eachTenantFindsItsOwnRows() {
        assertFinds("acme", "= :x", 1L);
        assertFinds("beta", "= :x", 2L);
        assertFinds("acme", "in (:x)", 1L);
        assertFinds("acme", "<> :x");
    }

    @Test
    void aRootSessionLooksUpInAScopeOnly() {
        for (String condition : List.of("= :x", "in (:x)", "<> :x")) {
            for (String value : new String[] {"same", null}) {
                Throwable refusal = catchThrowable(() -> in(ROOT, session -> find(session, condition, value)));

                assertThat(refusal)
                        .isInstanceOfAny(TenantMissingException.class, QueryRefusedException.class)
                        .hasMessageContaining("tenant")
                        .hasMessageNotContaining("same");
            }
        }
        assertThatThrownBy(() -> in(ROOT, session -> find(session, "= :x", "same")))
                .isInstanceOf(TenantMissingException.class)
                .hasMessageContaining("Cannot look up a value of patient.ssn")
                .hasMessageContaining("TenantScope");

        TenantScope.call("beta", () -> {
            assertFinds(ROOT, "= :x", 2L);
            return null;
        });
    }

    @Test
    void aRootSessionDoesNotNegateEvenInAScope() {
        for (String condition : List.of("<> :x", "not in (:x)")) {
            assertThatThrownBy(() -> TenantScope.call("acme", () -> {
                        in(ROOT, session -> find(session, condition, "same"));
                        return null;
                    }))
                    .isInstanceOf(QueryRefusedException.class)
                    .hasMessageContaining("root session");
        }
    }

    @Test
    void aQueryThatRunsAgainLooksUpForTheTenantOfThatTime() {
        in(ROOT, session -> {
            Query<Long> query = session.createQuery("select p.id from Patient p where p.ssn = :x", Long.class)
                    .setParameter("x", "same");

            assertThat(TenantScope.call("acme", query::getResultList)).containsExactly(1L);
            assertThat(TenantScope.call("beta", query::getResultList)).containsExactly(2L);
        });
    }

    @Test
    void collectionsOfWhatALookupFoundAreFetchedForItsTenant() {
        in("acme", session -> {
            session.persist(new Account(1, "same", "Ann"));
            session.persist(new Account(2, "same", "Bob"));
        });

        in(ROOT, session -> {
            List<Account> found = TenantScope.call(
                    "acme",
                    () -> session.createQuery("from Account a where a.iban = 'same' order by a.id", Account.class)
                            .getResultList());
            TenantScope.call("beta", () -> {
                assertThat(found)
                        .extracting(account -> List.copyOf(account.owners))
                        .containsExactly(List.of("Ann"), List.of("Bob"));
                return null;
            });
        });
    }

    private void inScope(String statement) {
        TenantScope.call("acme", () -> {
            in(ROOT, session -> {
                if (statement.startsWith("select") || statement.startsWith("with")) {
                    session.createQuery(statement, Object.class)
                            .setParameter("x", "same")
                            .getResultList();
                } else {
                    session.createMutationQuery(statement)
                            .setParameter("x", "same")
                            .executeUpdate();
                }
            });
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select p.id from Patient p where not (p.ssn = :x)",
                "select p.id from Patient p where not (p.id = 7 or p.ssn = :x)",
                "select p.id from Patient p where not (p.ssn in (:x))",
                "select p.id from Patient p where not (not (p.ssn = :x))",
                "select p.id from Patient p where p.id not in (select q.id from Patient q where q.ssn = :x)",
                "select p.id from Patient p where not exists (select 1 from Patient q where q.id = p.id and q.ssn = :x)",
                "select p.id from Patient p where 0 = (select count(*) from Patient q where q.id = p.id and q.ssn = :x)",
                "select p.id from Patient p where case when p.ssn = :x then 1 else 2 end = 2",
                "select case when p.ssn = :x then 'yes' else 'no' end from Patient p",
                "select p.id from Patient p order by case when p.ssn = :x then 1 else 2 end",
                "select p.id from Patient p left join Patient q on q.id = p.id and q.ssn = :x where q.id is null",
                "select p.id from Patient p except select q.id from Patient q where q.ssn = :x",
                "with c as (select q.id as i from Patient q where q.ssn = :x)"
                        + " select p.id from Patient p where p.id not in (select c.i from c c)",
                "delete from Patient p where not (p.ssn = :x)",
                "delete from Patient p where p.id not in (select q.id from Patient q where q.ssn = :x)",
                "update Patient p set p.note = 'x' where not (p.ssn = :x)",
                "update Patient p set p.note = case when p.ssn = :x then 'a' else 'b' end",
                "delete from Account a where not (a.iban = :x)",
            })
    void aRootSessionLooksUpDirectlyInTheWhereClauseOnly(String statement) {
        assertThatThrownBy(() -> inScope(statement))
                .isInstanceOf(QueryRefusedException.class)
                .hasMessageContaining("root session")
                .hasMessageNotContaining("same");
    }

    @Test
    void aRootSessionComparesRowsDirectlyInTheWhereClause() {
        in("acme", session -> session.persist(new Patient(3, "same")));

        in(
                ROOT,
                session -> assertThat(session.createQuery(
                                        "select p.id from Patient p, Patient q where p.ssn = q.ssn and p.id < q.id",
                                        Long.class)
                                .getResultList())
                        .containsExactly(1L));
    }

    /** Criteria may put one condition at several places. */
    @Test
    void aRootSessionLooksUpOnceByACondition() {
        List<BiConsumer<CriteriaQuery<Long>, Predicate>> misuses = new ArrayList<>();
        misuses.add((query, isIt) ->
                query.where(builder().or(isIt, builder().not(builder().or(isIt, hasNote(query))))));
        misuses.add((query, isIt) -> query.where(builder().or(isIt, hasNote(query)))
                .orderBy(builder().asc(builder().selectCase().when(isIt, 1).otherwise(2))));
        misuses.add((query, isIt) -> query.where(builder()
                .or(isIt, builder().equal(builder().selectCase().when(isIt, 1).otherwise(2), 2))));
        for (BiConsumer<CriteriaQuery<Long>, Predicate> misuse : misuses) {
            assertThatThrownBy(() -> inScope(misuse))
                    .isInstanceOf(QueryRefusedException.class)
                    .hasMessageContaining("root session");
        }

        assertThat(inScope((query, isIt) -> query.where(builder().or(isIt, hasNote(query)))))
                .containsExactly(1L);
    }

    private CriteriaBuilder builder() {
        return factory.getCriteriaBuilder();
    }

    private Predicate hasNote(CriteriaQuery<?> query) {
        return builder().isNotNull(query.getRoots().iterator().next().get("note"));
    }

    private List<Long> inScope(BiConsumer<CriteriaQuery<Long>, Predicate> where) {
        CriteriaQuery<Long> query = builder().createQuery(Long.class);
        Root<Patient> patient = query.from(Patient.class);
        query.select(patient.get("id"));
        where.accept(query, builder().equal(patient.get("ssn"), "same"));
        List<Long> found = new ArrayList<>();
        TenantScope.call("acme", () -> {
            in(ROOT, session -> found.addAll(session.createQuery(query).getResultList()));
            return null;
        });
        return found;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select p.id from Patient p where p.ssn = :x",
                "select p.id from Patient p where p.id > 0 and (p.id = 7 or (p.ssn in (:x)))",
                "update Patient p set p.note = 'x' where p.ssn = :x",
                "delete from Patient p where p.id > 0 and p.ssn = :x",
            })
    void aRootSessionLooksUpDirectlyInTheWhereClause(String statement) {
        inScope(statement);

        in("beta", session -> assertThat(session.find(Patient.class, 2).note).isNull());
    }

    @Test
    void aScopeDoesNotOverrideTheSessionsTenant() {
        assertThatThrownBy(() -> TenantScope.call("beta", () -> {
                    in("acme", session -> find(session, "= :x", "same"));
                    return null;
                }))
                .isInstanceOf(TenantMismatchException.class);
    }

    @Test
    void aRootSessionInAScopeIndexesForThatTenant() {
        TenantScope.call("beta", () -> {
            in(ROOT, session -> session.persist(new Patient(3, "by root", "beta")));
            return null;
        });

        in("beta", session -> assertThat(find(session, "= :x", "by root")).containsExactly(3L));
    }

    @Test
    void bulkStatementsOfRootSessionsIndexNothing() {
        assertThatThrownBy(() -> TenantScope.call("acme", () -> {
                    in(
                            ROOT,
                            session -> session.createMutationQuery("update Patient set ssn = :x")
                                    .setParameter("x", "bulk")
                                    .executeUpdate());
                    return null;
                }))
                .isInstanceOf(TenantMissingException.class);

        assertFinds("acme", "= :x", 1L);
    }

    @Test
    void everySessionFindsSharedValues() {
        for (String tenant : List.of("acme", "beta", ROOT)) {
            in(tenant, session -> {
                assertThat(session.createQuery("select c.id from Country c where c.secret = 'code'", Long.class)
                                .getResultList())
                        .containsExactly(1L);
                assertThat(session.createQuery("select c.id from Country c where c.secret <> 'code'", Long.class)
                                .getResultList())
                        .isEmpty();
            });
        }
    }

    @Test
    void rotatingTheKeysThatSealLeavesIndexesAlone() {
        seal.keys().rotate("acme", "tester", "test");

        assertFinds("acme", "= :x", 1L);
        in("acme", session -> session.persist(new Patient(4, "same")));
        assertFinds("acme", "= :x", 1L, 4L);
    }

    @Test
    void cachedPlansFindRowsOfBothKeysWhileTheIndexKeyRotates() {
        assertFinds("acme", "= :x", 1L);
        assertFinds("acme", "in (:x, 'other')", 1L);

        seal.keys().rotateIndex("acme", "tester", "test");
        in("acme", session -> session.persist(new Patient(4, "same")));
        SealedColumnAccess ssn = SealedColumns.of(factory).column(Patient.class, "ssn");
        List<byte[]> values = TenantScope.call("acme", () -> ssn.lookupValues("same"));
        assertThat(values.get(0)).isNotEqualTo(values.get(1));
        // As a node would that has known the new key for long enough
        RawRows.update(factory, "update patient set ssn_bidx = ? where id = 4", (Object) values.get(0));

        assertFinds("acme", "= :x", 1L, 4L);
        assertFinds("acme", "in (:x, 'other')", 1L, 4L);
        assertFinds("acme", "<> :x");
        assertFinds("acme", "not in (:x)");
    }

    @Test
    void nativeAccessWorksForTheCallersTenant() {
        SealedColumnAccess ssn = SealedColumns.of(factory).column(Patient.class, "ssn");

        assertThatThrownBy(() -> ssn.seal("x")).isInstanceOf(TenantMissingException.class);
        assertThatThrownBy(() -> ssn.indexValue("x")).isInstanceOf(TenantMissingException.class);
        assertThatThrownBy(() -> ssn.lookupValues("x"))
                .isInstanceOf(TenantMissingException.class)
                .hasMessageContaining("look up");
        TenantScope.call("acme", () -> {
            RawRows.update(
                    factory,
                    "insert into patient (id, tenant, ssn, ssn_bidx) values (9, 'acme', ?, ?)",
                    ssn.seal("native"),
                    ssn.indexValue("native"));
            return null;
        });

        in("acme", session -> {
            assertThat(find(session, "= :x", "native")).containsExactly(9L);
            assertThat(session.find(Patient.class, 9).ssn).isEqualTo("native");
        });
        byte[] stored =
                RawRows.query(factory, "select ssn from patient where id = 9").get(0);
        assertThat(ssn.open(stored)).isEqualTo("native");
        assertThatThrownBy(() -> TenantScope.call("beta", () -> ssn.open(stored)))
                .isInstanceOf(TenantMismatchException.class);
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @TenantId
        String tenant;

        @Encrypted @BlindIndex
        String ssn;

        String note;

        Patient() {}

        Patient(long id, String ssn) {
            this.id = id;
            this.ssn = ssn;
        }

        Patient(long id, String ssn, String tenant) {
            this(id, ssn);
            this.tenant = tenant;
        }
    }

    @Entity(name = "Account")
    @Table(name = "account")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Account {
        @Id
        long id;

        @TenantId
        String tenant;

        @Encrypted @BlindIndex
        String iban;

        @ElementCollection
        @Fetch(FetchMode.SUBSELECT)
        Set<String> owners = new HashSet<>();

        Account() {}

        Account(long id, String iban, String owner) {
            this.id = id;
            this.iban = iban;
            owners.add(owner);
        }
    }

    @Entity(name = "Savings")
    @Table(name = "savings")
    static class Savings extends Account {
        String plan;
    }

    @Entity(name = "Country")
    @Table(name = "country")
    static class Country {
        @Id
        long id;

        @Encrypted(scope = Scope.SHARED) @BlindIndex
        String secret;

        Country() {}

        Country(long id, String secret) {
            this.id = id;
            this.secret = secret;
        }
    }
}
