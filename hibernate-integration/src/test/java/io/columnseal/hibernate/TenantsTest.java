package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.DecryptionException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.QueryRefusedException;
import io.columnseal.TenantMismatchException;
import io.columnseal.TenantMissingException;
import io.columnseal.TenantScope;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyInfo;
import io.columnseal.kms.LocalKms;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.TenantId;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TenantsTest {

    private static final String ROOT = "root";

    private final ColumnSeal seal = TestFactory.seal();
    private SessionFactory factory;

    @BeforeEach
    void start() {
        factory = TestFactory.of(Patient.class, Country.class)
                .seal(seal)
                .setting(AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new RootResolver())
                .build();
        in("acme", session -> session.persist(new Patient(1, "acme's")));
        in("beta", session -> session.persist(new Patient(2, "beta's")));
    }

    @AfterEach
    void stop() {
        factory.close();
        seal.close();
    }

    private void in(String tenant, Consumer<Session> work) {
        in(factory, tenant, work);
    }

    @Test
    void eachTenantHasAKeyOfItsOwn() {
        assertThat(seal.keys().history("acme")).hasSize(1);
        assertThat(seal.keys().history("beta")).hasSize(1);
        in("acme", session -> assertThat(session.find(Patient.class, 1).ssn).isEqualTo("acme's"));
    }

    @Test
    void refusesAnotherTenantsValue() {
        RawRows.update(factory, "update patient set tenant = 'acme' where id = 2");

        assertThatThrownBy(() -> in("acme", session -> session.find(Patient.class, 2)))
                .isInstanceOf(TenantMismatchException.class);
    }

    @Test
    void rootSessionsReadEveryTenantsValues() {
        in(
                ROOT,
                session -> assertThat(session.createQuery("select p.ssn from Patient p order by p.id", String.class)
                                .getResultList())
                        .containsExactly("acme's", "beta's"));
    }

    @Test
    void rootSessionsDoNotSeal() {
        assertThatThrownBy(() -> in(ROOT, session -> session.persist(new Patient(3, "nobody's", "acme"))))
                .isInstanceOf(TenantMissingException.class);
        assertThatThrownBy(() -> in(ROOT, session -> session.find(Patient.class, 1).ssn = "changed"))
                .isInstanceOf(TenantMissingException.class);
    }

    @Test
    void rootSessionsDoNotSealInUpdatesOfOtherColumnsEither() {
        assertThatThrownBy(() -> in(ROOT, session -> session.find(Patient.class, 1).city = "Ulm"))
                .isInstanceOf(TenantMissingException.class);

        in("acme", session -> {
            assertThat(session.find(Patient.class, 1).city).isNull();
            assertThat(session.find(Patient.class, 1).ssn).isEqualTo("acme's");
        });
    }

    @Test
    void aScopeLetsARootSessionWriteForOneTenant() {
        TenantScope.call("acme", () -> {
            in(ROOT, session -> session.find(Patient.class, 1).ssn = "written by root");
            in(ROOT, session -> session.persist(new Patient(3, "by root too", "acme")));
            return null;
        });

        in("acme", session -> {
            assertThat(session.find(Patient.class, 1).ssn).isEqualTo("written by root");
            assertThat(session.find(Patient.class, 3).ssn).isEqualTo("by root too");
        });
    }

    @Test
    void aScopeDoesNotLetARootSessionReadAnotherTenantsValues() {
        assertThatThrownBy(() -> TenantScope.call("acme", () -> {
                    in(ROOT, session -> session.find(Patient.class, 2));
                    return null;
                }))
                .isInstanceOf(TenantMismatchException.class);
    }

    @Test
    void aScopeDoesNotLetARootSessionSealAnotherTenantsRow() {
        assertThatThrownBy(() -> in(ROOT, session -> {
                    Patient others = session.find(Patient.class, 2);
                    others.city = "Ulm";
                    TenantScope.call("acme", () -> {
                        session.flush();
                        return null;
                    });
                }))
                .isInstanceOf(TenantMismatchException.class);
        assertThatThrownBy(() -> TenantScope.call("acme", () -> {
                    in(ROOT, session -> session.persist(new Patient(4, "whose?", "beta")));
                    return null;
                }))
                .isInstanceOf(TenantMismatchException.class);

        in("beta", session -> assertThat(session.find(Patient.class, 2).ssn).isEqualTo("beta's"));
    }

    /** Nor if the application does not say whose it is. */
    @Test
    void aScopeDoesNotLetAStatelessRootSessionSealAnotherTenantsRow() {
        List<Patient> others = List.of(new Patient(2, "by root", "beta"), new Patient(2, "by root"));
        List<BiConsumer<StatelessSession, Patient>> writes =
                List.of(StatelessSession::update, StatelessSession::upsert);
        for (Patient patient : others) {
            for (BiConsumer<StatelessSession, Patient> write : writes) {
                assertThatThrownBy(() -> TenantScope.call("acme", () -> {
                            inStateless(ROOT, session -> write.accept(session, patient));
                            return null;
                        }))
                        .isInstanceOf(TenantMismatchException.class);
            }
        }
        in("beta", session -> assertThat(session.find(Patient.class, 2).ssn).isEqualTo("beta's"));

        TenantScope.call("acme", () -> {
            inStateless(ROOT, session -> session.update(new Patient(1, "by root", "acme")));
            inStateless("acme", session -> session.insert(new Patient(3, "by acme")));
            return null;
        });
        in("acme", session -> {
            assertThat(session.find(Patient.class, 1).ssn).isEqualTo("by root");
            assertThat(session.find(Patient.class, 3).ssn).isEqualTo("by acme");
        });
    }

    private void inStateless(String tenant, Consumer<StatelessSession> work) {
        try (StatelessSession session =
                factory.withStatelessOptions().tenantIdentifier((Object) tenant).openStatelessSession()) {
            TestFactory.inTransaction(session, work);
        }
    }

    @Test
    void bulkStatementsOfRootSessionsSealNothingEvenInAScope() {
        in(
                "acme",
                session -> assertThat(session.createMutationQuery("update Patient set ssn = :ssn")
                                .setParameter("ssn", "by acme")
                                .executeUpdate())
                        .isEqualTo(1));

        for (String value : List.of(":ssn", "'literal'")) {
            assertThatThrownBy(() -> TenantScope.call("acme", () -> {
                        in(ROOT, session -> {
                            var update = session.createMutationQuery("update Patient set ssn = " + value);
                            if (value.startsWith(":")) {
                                update.setParameter("ssn", "by root");
                            }
                            update.executeUpdate();
                        });
                        return null;
                    }))
                    .isInstanceOf(TenantMissingException.class);
        }
        assertThatThrownBy(() -> TenantScope.call("acme", () -> {
                    in(
                            ROOT,
                            session -> session.createMutationQuery(
                                            "insert into Patient (id, tenant, ssn) values (7, :tenant, :ssn)")
                                    .setParameter("tenant", "acme")
                                    .setParameter("ssn", "whose?")
                                    .executeUpdate());
                    return null;
                }))
                .isInstanceOf(TenantMissingException.class);

        in("acme", session -> assertThat(session.find(Patient.class, 1).ssn).isEqualTo("by acme"));
        in("beta", session -> assertThat(session.find(Patient.class, 2).ssn).isEqualTo("beta's"));
        in(
                ROOT,
                session -> assertThat(session.createMutationQuery("update Country set secret = :secret")
                                .setParameter("secret", "shared")
                                .executeUpdate())
                        .isZero());
    }

    @Test
    void bulkStatementsDoNotGiveRowsToAnotherTenant() {
        for (String session : List.of("acme", ROOT)) {
            assertThatThrownBy(() -> in(
                            session,
                            own -> own.createMutationQuery("update Patient p set p.tenant = 'beta' where p.id = 1")
                                    .executeUpdate()))
                    .isInstanceOf(QueryRefusedException.class)
                    .hasMessageContaining("gives rows to another tenant");
        }
        assertThatThrownBy(() -> in(
                        "acme",
                        own -> own.createMutationQuery(
                                        "insert into Patient (id, tenant, ssn) values (1, :tenant, 'x') on conflict (id)"
                                                + " do update set tenant = 'beta'")
                                .setParameter("tenant", "acme")
                                .executeUpdate()))
                .isInstanceOf(QueryRefusedException.class);

        in("acme", session -> assertThat(session.find(Patient.class, 1).ssn).isEqualTo("acme's"));
    }

    @Test
    void bulkInsertsAreForRowsOfTheSessionsOwnTenant() {
        String insert = "insert into Patient (id, tenant, ssn) values (7, :tenant, :ssn)";
        assertThatThrownBy(() -> in(
                        "acme",
                        session -> session.createMutationQuery(insert)
                                .setParameter("tenant", "beta")
                                .setParameter("ssn", "whose?")
                                .executeUpdate()))
                .isInstanceOf(TenantMismatchException.class);
        assertThatThrownBy(() -> in(
                        "acme",
                        session -> session.createMutationQuery(
                                        "insert into Patient (id, tenant, ssn) values (7, 'acme', 'whose?')")
                                .executeUpdate()))
                .isInstanceOf(QueryRefusedException.class)
                .hasMessageContaining("tenant is no parameter");
        in(
                "acme",
                session -> session.createMutationQuery(insert)
                        .setParameter("tenant", "acme")
                        .setParameter("ssn", "inserted")
                        .executeUpdate());
        in(
                ROOT,
                session -> session.createMutationQuery(
                                "insert into Patient (id, tenant, city) values (8, 'beta', 'Ulm')")
                        .executeUpdate());

        in("acme", session -> assertThat(session.find(Patient.class, 7).ssn).isEqualTo("inserted"));
        in("beta", session -> assertThat(session.find(Patient.class, 8).ssn).isNull());
    }

    @Test
    void aTenantInTheIdentifierIsFoundThere() {
        RunningHibernate.assumeSeven("@TenantId in identifiers");
        try (SessionFactory composite = TestFactory.of(Bed.class, Ward.class, WardId.class)
                .seal(seal)
                .setting(AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new RootResolver())
                .build()) {
            for (String tenant : List.of("acme", "beta")) {
                in(composite, tenant, session -> session.persist(new Bed(1, tenant, "by " + tenant)));
                in(composite, tenant, session -> session.persist(new Ward(1, tenant, "by " + tenant)));
            }
            TenantScope.call("acme", () -> {
                in(composite, ROOT, session -> {
                    session.find(Bed.class, new BedId(1, "acme")).note = "by root";
                    session.find(Ward.class, new WardId(1, "acme")).note = "by root";
                });
                return null;
            });
            in(composite, "acme", session -> {
                assertThat(session.find(Bed.class, new BedId(1, "acme")).note).isEqualTo("by root");
                assertThat(session.find(Ward.class, new WardId(1, "acme")).note).isEqualTo("by root");
            });
            for (Class<?> entity : List.of(Bed.class, Ward.class)) {
                assertThatThrownBy(() -> in(composite, ROOT, session -> {
                            session.createQuery("from " + entity.getSimpleName() + " e where e.tag is null", entity)
                                    .getResultList()
                                    .forEach(row -> ((Tagged) row).tag("x"));
                            TenantScope.call("acme", () -> {
                                session.flush();
                                return null;
                            });
                        }))
                        .isInstanceOf(TenantMismatchException.class);
            }
            assertThatThrownBy(() -> in(
                            composite,
                            "acme",
                            session -> session.createMutationQuery(
                                            "insert into Ward (id.number, id.tenant, note) values (3, :tenant, 'x')")
                                    .setParameter("tenant", "beta")
                                    .executeUpdate()))
                    .isInstanceOf(TenantMismatchException.class);
            assertThatThrownBy(() -> in(
                            composite,
                            "acme",
                            session -> session.createMutationQuery(
                                            "insert into Bed (number, tenant, note) values (3, :tenant, 'x')")
                                    .setParameter("tenant", "beta")
                                    .executeUpdate()))
                    .isInstanceOf(TenantMismatchException.class);
        }
    }

    private static void in(SessionFactory factory, String tenant, Consumer<Session> work) {
        try (Session session =
                factory.withOptions().tenantIdentifier((Object) tenant).openSession()) {
            TestFactory.inTransaction(session, work);
        }
    }

    @Test
    void aScopeNeverOverridesATenantsSession() {
        assertThatThrownBy(() -> TenantScope.call("beta", () -> {
                    in("acme", session -> session.persist(new Patient(5, "x")));
                    return null;
                }))
                .isInstanceOf(TenantMismatchException.class);
        assertThatThrownBy(() -> TenantScope.call("beta", () -> {
                    in("acme", session -> session.find(Patient.class, 1));
                    return null;
                }))
                .isInstanceOf(TenantMismatchException.class);
    }

    @Test
    void sharedValuesAreReadableAndWritableInEverySession() {
        in("acme", session -> session.persist(new Country(1, "shared")));
        in("beta", session -> {
            assertThat(session.find(Country.class, 1).secret).isEqualTo("shared");
            session.find(Country.class, 1).secret = "by beta";
        });
        in(ROOT, session -> {
            assertThat(session.find(Country.class, 1).secret).isEqualTo("by beta");
            session.find(Country.class, 1).secret = "by root";
        });

        in("acme", session -> assertThat(session.find(Country.class, 1).secret).isEqualTo("by root"));
        assertThat(seal.keys().history(seal.defaultTenant()))
                .extracting(KeyInfo::tenant)
                .containsExactly("default");
    }

    @Test
    void aValueOfTheDatabaseOpensOutsideOfHibernate() {
        byte[] sealed =
                RawRows.query(factory, "select ssn from patient where id = 1").get(0);

        byte[] value = seal.fields().decrypt(FieldContext.of("acme", "patient.ssn"), sealed);

        assertThat(new String(value, java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("acme's");
    }

    @Test
    void withoutTenantsOfHibernateTheResolverSaysWhoIsWorking() {
        String[] current = {"acme"};
        try (ColumnSeal resolving = ColumnSeal.builder()
                        .environment(Environment.TEST)
                        .kms(LocalKms.fromHex(TestFactory.MASTER_KEY))
                        .keyStore(new InMemoryDataKeyStore())
                        .tenantResolver(() -> current[0])
                        .build();
                SessionFactory single = TestFactory.of(Country.class, Note.class)
                        .seal(resolving)
                        .build()) {
            single.inTransaction(session -> session.persist(new Note(1, "acme's")));
            assertThat(single.fromSession(session -> session.find(Note.class, 1)).text)
                    .isEqualTo("acme's");

            current[0] = "beta";
            assertThatThrownBy(() -> single.inSession(session -> session.find(Note.class, 1)))
                    .isInstanceOf(TenantMismatchException.class);

            current[0] = null;
            assertThat(single.fromSession(session -> session.find(Note.class, 1)).text)
                    .isEqualTo("acme's");
            assertThatThrownBy(() -> single.inTransaction(session -> session.persist(new Note(2, "x"))))
                    .isInstanceOf(TenantMissingException.class);
            TenantScope.call("beta", () -> {
                single.inTransaction(session -> session.persist(new Note(2, "beta's")));
                return null;
            });
            current[0] = "beta";
            assertThat(single.fromSession(session -> session.find(Note.class, 2)).text)
                    .isEqualTo("beta's");
        }
    }

    @Test
    void anApplicationWithoutTenantsRefusesTheScopeOfOne() {
        try (SessionFactory single = TestFactory.of(Note.class).build()) {
            assertThatThrownBy(() -> TenantScope.call("acme", () -> {
                        single.inTransaction(session -> session.persist(new Note(1, "whose?")));
                        return null;
                    }))
                    .isInstanceOf(TenantMismatchException.class);
        }
    }

    @Test
    void factoriesWithDifferentKeysLiveSideBySide() {
        try (SessionFactory one = TestFactory.of(Note.class).build();
                SessionFactory other = TestFactory.of(Note.class).build()) {
            one.inTransaction(session -> session.persist(new Note(1, "one")));
            other.inTransaction(session -> session.persist(new Note(1, "other")));

            assertThat(one.fromSession(session -> session.find(Note.class, 1)).text)
                    .isEqualTo("one");
            assertThat(other.fromSession(session -> session.find(Note.class, 1)).text)
                    .isEqualTo("other");

            List<byte[]> foreign = RawRows.of(other, "note", "text");
            RawRows.update(one, "update note set text = ?", (Object) foreign.get(0));
            assertThatThrownBy(() -> one.inSession(session -> session.find(Note.class, 1)))
                    .isInstanceOfAny(DecryptionException.class, io.columnseal.KeyNotFoundException.class);
        }
    }

    /** "root" works for all tenants. */
    static final class RootResolver implements CurrentTenantIdentifierResolver<String> {

        @Override
        public String resolveCurrentTenantIdentifier() {
            return ROOT;
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return false;
        }

        @Override
        public boolean isRoot(String tenantId) {
            return ROOT.equals(tenantId);
        }
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @TenantId
        String tenant;

        @Encrypted String ssn;

        String city;

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

    interface Tagged {
        void tag(String tag);
    }

    /** Its tenant is one of two identifiers. */
    @Entity(name = "Bed")
    @Table(name = "bed")
    @IdClass(BedId.class)
    static class Bed implements Tagged {
        @Id
        long number;

        @Id
        @TenantId
        String tenant;

        @Encrypted String note;

        String tag;

        Bed() {}

        Bed(long number, String tenant, String note) {
            this.number = number;
            this.tenant = tenant;
            this.note = note;
        }

        @Override
        public void tag(String tag) {
            this.tag = tag;
        }
    }

    record BedId(long number, String tenant) {}

    /** Its tenant is in an embedded identifier. */
    @Entity(name = "Ward")
    @Table(name = "ward")
    static class Ward implements Tagged {
        @EmbeddedId
        WardId id;

        @Encrypted String note;

        String tag;

        Ward() {}

        Ward(long number, String tenant, String note) {
            this.id = new WardId(number, tenant);
            this.note = note;
        }

        @Override
        public void tag(String tag) {
            this.tag = tag;
        }
    }

    @Embeddable
    static class WardId implements Serializable {
        long number;

        @TenantId
        String tenant;

        WardId() {}

        WardId(long number, String tenant) {
            this.number = number;
            this.tenant = tenant;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof WardId that && number == that.number && tenant.equals(that.tenant);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }

    @Entity(name = "Country")
    static class Country {
        @Id
        long id;

        @Encrypted(scope = Scope.SHARED) String secret;

        Country() {}

        Country(long id, String secret) {
            this.id = id;
            this.secret = secret;
        }
    }

    @Entity(name = "Note")
    @Table(name = "note")
    static class Note {
        @Id
        long id;

        @Encrypted String text;

        Note() {}

        Note(long id, String text) {
            this.id = id;
            this.text = text;
        }
    }
}
