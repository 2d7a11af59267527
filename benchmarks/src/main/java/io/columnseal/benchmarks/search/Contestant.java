package io.columnseal.benchmarks.search;

import io.columnseal.ColumnSeal;
import io.columnseal.benchmarks.patient.IndexedSsnPatient;
import io.columnseal.benchmarks.patient.PatientRecord;
import io.columnseal.benchmarks.patient.PlainSsnPatient;
import io.columnseal.benchmarks.patient.SealedSsnPatient;
import io.columnseal.hibernate.EncryptionSettings;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.LocalKms;
import java.util.Map;

/** Everybody who takes part. The names are what {@code --only} takes. */
enum Contestant {
    plain("plain, indexed", PlainSsnPatient.class),
    encrypted("@Encrypted", SealedSsnPatient.class),
    indexed("@Encrypted @BlindIndex", IndexedSsnPatient.class);

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private final String title;
    private final Class<? extends PatientRecord> entity;

    Contestant(String title, Class<? extends PatientRecord> entity) {
        this.title = title;
        this.entity = entity;
    }

    /** For people. */
    String title() {
        return title;
    }

    Class<? extends PatientRecord> entity() {
        return entity;
    }

    /** Whether it can find a patient by the social security number. */
    boolean finds() {
        return this != encrypted;
    }

    /** Hibernate settings that only this contestant has: with a key of its own, if it needs one. */
    Map<String, Object> settings() {
        if (this == plain) {
            return Map.of();
        }
        ColumnSeal seal = ColumnSeal.builder()
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(new InMemoryDataKeyStore())
                .build();
        return Map.of(EncryptionSettings.INSTANCE, seal);
    }
}
