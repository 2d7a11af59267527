package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.Storage;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyUsage;
import io.columnseal.kms.LocalKms;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start whose settings lead to other keys than those of its tables. */
class StrangeKeysTest {

    private final Map<String, Object> database = new H2Database().create();
    private final DataKeyStore former = new InMemoryDataKeyStore();
    private final DataKeyStore fresh = new InMemoryDataKeyStore();

    @Entity(name = "Patient")
    static class Patient {
        @Id
        long id;

        @Encrypted String ssn;

        @Encrypted(storage = Storage.TEXT) String city;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssn", "city"})
    void isRefusedThoughTheyAreThoseOfANewApplication(String column) {
        persist(column);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> start(fresh, "application", "none"))
                .withMessageContaining("Patient." + column)
                .withMessageContaining("columnseal.key-store.url")
                .withMessageContaining(former.findActive("default", KeyUsage.FIELD)
                        .orElseThrow()
                        .identity()
                        .id()
                        .toString());

        assertThat(fresh.columns().isEmpty()).isTrue();
        assertThat(fresh.findActive("default", KeyUsage.FIELD)).isEmpty();
        start(former, "application", "none").close();
    }

    /** A key that was lost later keeps nobody from starting who was there before. */
    @Test
    void isNoneOfAnApplicationThatIsRegistered() {
        persist("ssn");
        factory(fresh, "application", "none")
                .setting(EncryptionSettings.SCHEMA_CHECK, false)
                .build()
                .close();

        start(fresh, "application", "none").close();
    }

    /** Values of nobody's, beside those of the application. */
    @Test
    void isNoneWhereOtherValuesAreUnderKeysThatAreKnown() {
        persist("ssn");
        try (SessionFactory other = factory(fresh, "other", "none")
                .setting(EncryptionSettings.SCHEMA_CHECK, false)
                .build()) {
            other.inTransaction(session -> {
                Patient patient = new Patient();
                patient.id = 2;
                patient.city = "Springfield";
                session.persist(patient);
            });
        }

        start(fresh, "application", "none").close();
    }

    @Test
    void isNoneWithTheKeysOfAnotherApplicationOfTheSameTables() {
        persist("ssn");

        start(former, "statistics", "none").close();
    }

    @Test
    void isNoneWhereTablesAreMadeAnew() {
        persist("ssn");

        start(fresh, "application", "drop-and-create").close();
    }

    @Test
    void isNoneWhereTablesAreNotThere() {
        start(fresh, "application", "none").close();
    }

    @Test
    void isNotLookedForWhereTheDatabaseIsNotToBeAsked() {
        persist("ssn");

        factory(fresh, "application", "none")
                .setting(EncryptionSettings.SCHEMA_CHECK, false)
                .build()
                .close();
    }

    private void persist(String column) {
        try (SessionFactory factory = start(former, "application", "create")) {
            Patient patient = new Patient();
            patient.ssn = column.equals("ssn") ? "123-45-6789" : null;
            patient.city = column.equals("city") ? "Springfield" : null;
            factory.inTransaction(session -> session.persist(patient));
        }
    }

    private SessionFactory start(DataKeyStore store, String application, String action) {
        return factory(store, application, action).build();
    }

    private TestFactory factory(DataKeyStore store, String application, String action) {
        TestFactory made = TestFactory.of(Patient.class)
                .ownSeal(ColumnSeal.builder()
                        .environment(Environment.TEST)
                        .kms(LocalKms.fromHex(TestFactory.MASTER_KEY))
                        .borrowedKeyStore(store)
                        .build())
                .setting("columnseal.application", application)
                .setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, action);
        database.forEach(made::setting);
        return made;
    }
}
