package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.KeyException;
import io.columnseal.index.IndexContext;
import io.columnseal.key.JdbcDataKeyStore;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that an index is still looked up with, taken away or edited: errors, never fewer results. */
class EditedIndexKeyRowTest {

    private static final IndexContext SSN = IndexContext.of("clinic-1", "patient.ssn", "");
    private static final byte[] FORM = {1, 2, 3};

    private final DataSource dataSource = H2Database.dataSource();
    private final KeyTables tables = new KeyTables(dataSource);
    private final TestKms kms = new TestKms();

    @BeforeEach
    void rotateTheIndexKey() {
        JdbcDataKeyStore.on(dataSource).createSchema();
        try (ColumnSeal seal = start()) {
            seal.indexes().indexValue(SSN, FORM);
            seal.keys().rotateIndex("clinic-1", "j.doe", "test");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from data_encryption_keys where",
                "update data_encryption_keys set version = 9 where",
                "update data_encryption_keys set tenant = X'78' where",
                "update data_encryption_keys set key_usage = 'FIELD' where",
                "update data_encryption_keys set state = 'DESTROYED' where",
                "update data_encryption_keys set state = 'PENDING' where"
            })
    void areAnErrorAndNoEmptyResult(String statement) {
        tables.update(statement + " key_usage = 'INDEX' and version = 1");

        try (ColumnSeal seal = start()) {
            assertThatThrownBy(() -> seal.indexes().lookupValues(SSN, FORM)).isInstanceOf(KeyException.class);
            assertThatThrownBy(() -> seal.keys().rotateIndex("clinic-1", "j.doe", "again"))
                    .isInstanceOf(KeyException.class);
        }
    }

    private ColumnSeal start() {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(JdbcDataKeyStore.on(dataSource))
                .build();
    }
}
