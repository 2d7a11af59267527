package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.DecryptionException;
import io.columnseal.Environment;
import io.columnseal.SealEvent;
import io.columnseal.Storage;
import io.columnseal.TamperedText;
import io.columnseal.hibernate.type.EncryptedType;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.LocalKms;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts that are no sealed values any more are refused and reported like bytes that do not open, once. */
class TamperedTextsTest {

    private final List<SealEvent> failures = new CopyOnWriteArrayList<>();
    private SessionFactory factory;
    private String sealed;

    @BeforeEach
    void start() {
        factory = TestFactory.of(Patient.class)
                .ownSeal(ColumnSeal.builder()
                        .environment(Environment.TEST)
                        .kms(LocalKms.fromHex(TestFactory.MASTER_KEY))
                        .keyStore(new InMemoryDataKeyStore())
                        .listener(event -> {
                            if (event instanceof SealEvent.DecryptionFailed) {
                                failures.add(event);
                            }
                        })
                        .build())
                .build();
        Patient patient = new Patient();
        patient.id = 1;
        patient.city = "Delft";
        factory.inTransaction(session -> session.persist(patient));
        byte[] stored = RawRows.of(factory, "patient", "city").get(0);
        sealed = new String(stored, StandardCharsets.US_ASCII);
    }

    @AfterEach
    void stop() {
        factory.close();
    }

    @ParameterizedTest
    @EnumSource(TamperedText.class)
    void areReportedOnceByEntities(TamperedText tampered) {
        RawRows.update(factory, "update patient set city = ?", tampered.of(sealed));

        assertThatThrownBy(() -> factory.fromSession(session -> session.find(Patient.class, 1L)))
                .isInstanceOf(DecryptionException.class);
        assertThat(failures).containsExactly(tampered.event("patient.city", sealed));
    }

    @ParameterizedTest
    @EnumSource(TamperedText.class)
    void areReportedOnceBesideHibernate(TamperedText tampered) {
        SealedColumnAccess city = SealedColumns.of(factory).column(Patient.class, "city");
        assertThat(city.open(sealed)).isEqualTo("Delft");
        assertThat(failures).isEmpty();

        assertThatThrownBy(() -> city.open(tampered.of(sealed))).isInstanceOf(DecryptionException.class);
        assertThat(failures).containsExactly(tampered.event("patient.city", sealed));
    }

    /** As of a query cache that something else has written to. */
    @Test
    void whatNobodySealedIsReportedTooWhereItDidNotComeFromAColumn() {
        EncryptedType<?> city = (EncryptedType<?>) factory.unwrap(SessionFactoryImplementor.class)
                .getMappingMetamodel()
                .getEntityDescriptor(Patient.class)
                .getPropertyType("city");
        @SuppressWarnings("unchecked")
        BasicValueConverter<?, Object> converter = (BasicValueConverter<?, Object>) city.getValueConverter();

        assertThatThrownBy(() -> converter.toDomainValue("Delft")).isInstanceOf(DecryptionException.class);
        assertThat(failures).containsExactly(new SealEvent.DecryptionFailed("patient.city", null));
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @Encrypted(storage = Storage.TEXT) String city;
    }
}
