package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.FieldContext;
import io.columnseal.KeyStoreException;
import io.columnseal.hibernate.internal.EncryptionService;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.Persistence;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.Test;

/** A persistence unit of {@code META-INF/persistence.xml}: plain Jakarta Persistence, and nothing of ours but properties. */
class PersistenceUnitTest {

    private static EntityManagerFactory start(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(new H2Database().create());
        all.putAll(settings);
        return Persistence.createEntityManagerFactory("hospital", all);
    }

    private static ColumnSeal sealOf(EntityManagerFactory factory) {
        return factory.unwrap(SessionFactoryImplementor.class)
                .getServiceRegistry()
                .requireService(EncryptionService.class)
                .seal();
    }

    private static byte[] encrypt(ColumnSeal seal) {
        return seal.fields()
                .encrypt(FieldContext.of("default", "patient.ssn"), "text".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void sealsWithWhatThePropertiesSay() {
        try (EntityManagerFactory factory = start(Map.of("columnseal.kms.local.master-key", TestFactory.MASTER_KEY))) {
            factory.unwrap(SessionFactory.class)
                    .inTransaction(session -> session.persist(new Patient(1, "123-45-6789")));

            assertThat(factory.unwrap(SessionFactory.class)
                            .fromTransaction(session -> session.find(Patient.class, 1L))
                            .ssn)
                    .isEqualTo("123-45-6789");
            assertThat(RawRows.of(factory.unwrap(SessionFactory.class), "patient", "ssn"))
                    .hasSize(1)
                    .allSatisfy(stored -> assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                            .doesNotContain("123-45-6789"));
            assertThat(sealOf(factory).columns().find("hospital")).hasSize(1);
        }
    }

    @Test
    void aSealBuiltFromPropertiesIsClosedWithItsFactory() {
        EntityManagerFactory factory = start(Map.of("columnseal.kms.local.master-key", TestFactory.MASTER_KEY));
        ColumnSeal seal = sealOf(factory);
        assertThat(encrypt(seal)).isNotEmpty();

        factory.close();

        assertThatThrownBy(() -> encrypt(seal)).isInstanceOf(KeyStoreException.class);
    }

    @Test
    void aSealThatWasGivenStaysOpen() {
        try (ColumnSeal seal = TestFactory.seal()) {
            start(Map.of(EncryptionSettings.INSTANCE, seal)).close();

            assertThat(encrypt(seal)).isNotEmpty();
        }
    }

    @Test
    void withoutAKeyItSaysWhatToSet() {
        assertThatThrownBy(() -> start(Map.of()))
                .hasRootCauseInstanceOf(ConfigurationException.class)
                .rootCause()
                .hasMessageContaining("columnseal.");
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @Encrypted String ssn;

        Patient() {}

        Patient(long id, String ssn) {
            this.id = id;
            this.ssn = ssn;
        }
    }
}
