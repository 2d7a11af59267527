package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.KeyException;
import io.columnseal.index.IndexContext;
import io.columnseal.key.JdbcDataKeyStore;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
            tables.update("create table backup as select * from data_encryption_keys where key_usage = 'INDEX'");
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

    /** Both rows authenticate. Only a row that was replaced since it was read may leave its successor out. */
    @Test
    void anEarlierRevisionThatIsPutBackDoesNotHideTheSuccessor() {
        tables.update("update data_encryption_keys set active_slot = null where key_usage = 'INDEX'");
        tables.update("delete from data_encryption_keys where key_usage = 'INDEX' and version = 1");
        tables.update("insert into data_encryption_keys select * from backup");

        try (ColumnSeal seal = start()) {
            assertThat(seal.indexes().lookupValues(SSN, FORM))
                    .extracting(value -> value[0])
                    .containsExactly((byte) 1, (byte) 2);
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
