package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.TenantMismatchException;
import io.columnseal.TenantMissingException;
import io.columnseal.TenantScope;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.LocalKms;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.TenantId;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Native access where whoever opens a session names its tenant, so that none is known to the caller of native SQL. */
class NativeTenantsTest {

    private final TestFactory made = TestFactory.of(Patient.class);
    private ColumnSeal seal = TestFactory.seal();
    private SessionFactory factory;

    @AfterEach
    void stop() {
        factory.close();
        seal.close();
    }

    private SealedColumnAccess start() {
        factory = made.seal(seal).build();
        return SealedColumns.of(factory).column(Patient.class, "ssn");
    }

    @Test
    void worksForNoTenantOfItsOwnWithoutAResolver() {
        assertSealsForNobody(start());
    }

    @Test
    void worksForNoTenantOfItsOwnIfTheResolverKnowsNone() {
        made.setting(AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new Unknown());

        assertSealsForNobody(start());
    }

    private void assertSealsForNobody(SealedColumnAccess ssn) {
        assertThatThrownBy(() -> ssn.seal("x")).isInstanceOf(TenantMissingException.class);
        assertThatThrownBy(() -> ssn.indexValue("x")).isInstanceOf(TenantMissingException.class);
        assertThatThrownBy(() -> ssn.lookupValues("x")).isInstanceOf(TenantMissingException.class);
        assertThat(seal.keys().history("default")).isEmpty();
        assertThat(seal.keys().indexHistory("default")).isEmpty();
    }

    @Test
    void worksForTheTenantOfAScopeWithoutAResolver() {
        assertWorksInScopes(start());
    }

    @Test
    void worksForTheTenantOfAScopeIfTheResolverKnowsNone() {
        made.setting(AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new Unknown());

        assertWorksInScopes(start());
    }

    private void assertWorksInScopes(SealedColumnAccess ssn) {
        byte[] stored = TenantScope.call("acme", () -> (byte[]) ssn.seal("native"));
        byte[] index = TenantScope.call("acme", () -> ssn.indexValue("native"));
        inSessionOfAcme(session -> session.createNativeMutationQuery(
                        "insert into patient (id, tenant, ssn, ssn_bidx) values (1, 'acme', ?1, ?2)")
                .setParameter(1, stored)
                .setParameter(2, index)
                .executeUpdate());

        inSessionOfAcme(session -> assertThat(session.createQuery("from Patient where ssn = 'native'", Patient.class)
                        .getSingleResult()
                        .ssn)
                .isEqualTo("native"));
        assertThat(ssn.open(stored)).isEqualTo("native");
        assertThatThrownBy(() -> TenantScope.call("beta", () -> ssn.open(stored)))
                .isInstanceOf(TenantMismatchException.class);
    }

    private void inSessionOfAcme(Consumer<Session> work) {
        try (Session session =
                factory.withOptions().tenantIdentifier((Object) "acme").openSession()) {
            TestFactory.inTransaction(session, work);
        }
    }

    @Test
    void asksTheApplicationsTenantResolver() {
        seal.close();
        seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(TestFactory.MASTER_KEY))
                .keyStore(new InMemoryDataKeyStore())
                .tenantResolver(() -> "acme")
                .build();

        start().seal("x");

        assertThat(seal.keys().history("acme")).hasSize(1);
    }

    private static final class Unknown implements CurrentTenantIdentifierResolver<String> {

        @Override
        public String resolveCurrentTenantIdentifier() {
            return null;
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return false;
        }
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
    }
}
