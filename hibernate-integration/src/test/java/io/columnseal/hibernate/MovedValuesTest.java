package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSealException;
import io.columnseal.DecryptionException;
import io.columnseal.TenantMismatchException;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.TenantId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody with access to the database copies to where it does not belong is refused when an entity is loaded. */
class MovedValuesTest {

    private static final String SSN = "123-45-6789";

    private SessionFactory factory;

    @BeforeEach
    void storeARecordOfTwoClinics() {
        factory = TestFactory.of(Patient.class, Visit.class).build();
        for (String tenant : new String[] {"north", "south"}) {
            try (Session session = open(tenant)) {
                TestFactory.inTransaction(session, entities -> {
                    Patient patient = new Patient();
                    patient.id = tenant + "-1";
                    patient.ssn = SSN;
                    patient.phone = "555 0100";
                    entities.persist(patient);
                    Visit visit = new Visit();
                    visit.id = tenant + "-1";
                    visit.ssn = "a visit's";
                    entities.persist(visit);
                });
            }
        }
    }

    @AfterEach
    void stop() {
        factory.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "another column, phone, select p.ssn from patient p where p.id = 'north-1'",
        "the column of that name in another table, ssn, select v.ssn from visit v where v.id = 'north-1'",
    })
    void doesNotOpenIn(String place, String column, String source) {
        assertRefused(column, source, DecryptionException.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "the same column, ssn, select p.ssn from patient p where p.id = 'south-1'",
        "another table, ssn, select v.ssn from visit v where v.id = 'south-1'",
    })
    void doesNotOpenForAnotherTenantIn(String place, String column, String source) {
        assertRefused(column, source, TenantMismatchException.class);
    }

    private void assertRefused(String column, String source, Class<? extends ColumnSealException> refusal) {
        try (Session session = open("north")) {
            TestFactory.inTransaction(
                    session,
                    entities -> entities.createNativeMutationQuery(
                                    "update patient set " + column + " = (" + source + ") where id = 'north-1'")
                            .executeUpdate());
        }
        try (Session session = open("north")) {
            assertThatThrownBy(() -> session.find(Patient.class, "north-1"))
                    .isExactlyInstanceOf(refusal)
                    .hasMessageContaining("patient." + column)
                    .hasMessageNotContaining(SSN);
        }
    }

    private Session open(String tenant) {
        return factory.withOptions().tenantIdentifier((Object) tenant).openSession();
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        String id;

        @TenantId
        String tenant;

        @Encrypted String ssn;

        @Encrypted String phone;
    }

    @Entity(name = "Visit")
    @Table(name = "visit")
    static class Visit {
        @Id
        String id;

        @TenantId
        String tenant;

        @Encrypted String ssn;
    }
}
