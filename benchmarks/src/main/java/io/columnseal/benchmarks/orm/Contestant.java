package io.columnseal.benchmarks.orm;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.benchmarks.database.Database;
import io.columnseal.benchmarks.database.PostgresDatabase;
import io.columnseal.benchmarks.patient.NaivePatient;
import io.columnseal.benchmarks.patient.PatientRecord;
import io.columnseal.benchmarks.patient.PlainPatient;
import io.columnseal.benchmarks.patient.SealedPatient;
import io.columnseal.hibernate.EncryptionSettings;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.LocalKms;
import java.util.Map;
import javax.sql.DataSource;

/** Everybody who takes part. The names are what {@code --only} takes. */
enum Contestant {
    plaintext("plaintext", PlainPatient.class),

    columnseal("ColumnSeal", SealedPatient.class) {
        @Override
        Map<String, Object> settings() {
            ColumnSeal seal = ColumnSeal.builder()
                    .kms(LocalKms.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"))
                    .keyStore(new InMemoryDataKeyStore())
                    .build();
            return Map.of(EncryptionSettings.INSTANCE, seal);
        }
    },

    naive("naive converter", NaivePatient.class),

    shardingsphere("ShardingSphere", PlainPatient.class) {
        @Override
        DataSource wrap(HikariDataSource pool) throws Exception {
            return ShardingSphereEncryption.of(pool);
        }

        @Override
        boolean worksOn(Database database) {
            // Its parser refuses the "fetch first" that Hibernate writes for H2
            return database instanceof PostgresDatabase;
        }
    };

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

    /** Hibernate settings that only this contestant has. */
    Map<String, Object> settings() {
        return Map.of();
    }

    /** What Hibernate takes its connections from. */
    DataSource wrap(HikariDataSource pool) throws Exception {
        return pool;
    }

    boolean worksOn(Database database) {
        return true;
    }
}
