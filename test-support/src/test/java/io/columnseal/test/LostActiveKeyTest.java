package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyUnusableException;
import io.columnseal.index.IndexContext;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyState;
import io.columnseal.kms.LocalKms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The row of a tenant's active key is lost, no backup has it, and its former keys are there. Another one is made when asked for. */
class LostActiveKeyTest {

    private static final String TENANT = "clinic-1";
    private static final FieldContext DIAGNOSIS = FieldContext.of(TENANT, "patient.diagnosis");
    private static final IndexContext SSN = IndexContext.of(TENANT, "patient.ssn", "");
    private static final byte[] VALUE = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final DataSource dataSource = H2Database.dataSource();
    private final KeyTables tables = new KeyTables(dataSource);
    private ColumnSeal seal;

    @TempDir
    private Path temporary;

    private Path directory;

    @BeforeEach
    void start() {
        directory = temporary.resolve("backups");
        JdbcDataKeyStore.on(dataSource).createSchema();
        seal = open();
    }

    @AfterEach
    void close() {
        seal.close();
    }

    @Test
    void replacesAnIndexKeyBesideItsPredecessor() {
        byte[] former = seal.indexes().indexValue(SSN, VALUE);
        seal.keys().rotateIndex(TENANT, "j.doe", "yearly");
        lose(seal.keys().indexHistory(TENANT).get(0).id());
        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> seal.indexes().indexValue(SSN, VALUE));

        assertThat(seal.keys().rotateIndex(TENANT, "j.doe", "the row is lost").version())
                .isEqualTo(2);

        assertThat(seal.indexes().lookupValues(SSN, VALUE))
                .contains(former, seal.indexes().indexValue(SSN, VALUE));
    }

    @Test
    void isNotWhereItIsSwitchedOff() {
        seal.indexes().indexValue(SSN, VALUE);
        seal.keys().rotateIndex(TENANT, "j.doe", "yearly");
        KeyId active = seal.keys().indexHistory(TENANT).get(0).id();
        seal.keys().suspend(active, "j.doe", "dispute");

        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> seal.keys().rotateIndex(TENANT, "j.doe", "yearly"));
    }

    @Test
    void replacesAKeyOfValuesWhoseFormerOnesAreErased() {
        seal.fields().encrypt(DIAGNOSIS, VALUE);
        lose(seal.keys().rotate(TENANT, "j.doe", "yearly").id());
        seal.keys().shred(TENANT, "j.doe", "the former one");

        assertThat(seal.keys().rotate(TENANT, "j.doe", "the row is lost").version())
                .as("the lost one may still come back")
                .isEqualTo(3);

        assertThat(seal.fields().decrypt(DIAGNOSIS, seal.fields().encrypt(DIAGNOSIS, VALUE)))
                .isEqualTo(VALUE);
    }

    /** Otherwise nothing would be lost, and somebody wanted it so. */
    @Test
    void isNotWhereAllKeysWereErased() {
        seal.fields().encrypt(DIAGNOSIS, VALUE);
        seal.keys().shred(TENANT, "j.doe", "article 17");

        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> seal.keys().rotate(TENANT, "j.doe", "by mistake"));
    }

    /** The other keys say so: the lost one has no row that could. */
    @Test
    void isNotWhereTheTenantIsSwitchedOff() {
        seal.fields().encrypt(DIAGNOSIS, VALUE);
        seal.indexes().indexValue(SSN, VALUE);
        KeyId index = seal.keys().indexHistory(TENANT).get(0).id();
        seal.keys().suspend(index, "j.doe", "dispute");
        seal.backups(directory).create("with-the-index", "j.doe", "test");
        lose(seal.keys().rotate(TENANT, "j.doe", "yearly").id());
        seal.keys().shred(TENANT, "j.doe", "the former one");
        seal.backups(directory).restore("with-the-index", Set.of(index), "j.doe", "the index is still needed");
        assertThat(seal.keys().indexHistory(TENANT).get(0).state()).isEqualTo(KeyState.SUSPENDED);

        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> seal.keys().rotate(TENANT, "j.doe", "by mistake"));
    }

    private void lose(KeyId key) {
        seal.close();
        assertThat(tables.update("delete from data_encryption_keys where id = ?", key.toString()))
                .isEqualTo(1);
        seal = open();
    }

    private ColumnSeal open() {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(LeakedKek.OLD))
                .keyStore(JdbcDataKeyStore.on(dataSource))
                .build();
    }
}
