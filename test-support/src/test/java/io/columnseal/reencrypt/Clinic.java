package io.columnseal.reencrypt;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.Storage;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.cipher.SealedValue;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.OutageSettings;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import java.nio.charset.StandardCharsets;

/** Seals and opens what the tables hold, as an application would. */
final class Clinic implements AutoCloseable {

    static final String NORTH = "clinic-north";
    static final String SOUTH = "clinic-south";

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private final DataKeyStore keyStore;
    private final ColumnSeal seal;

    Clinic() {
        this(new InMemoryDataKeyStore());
    }

    /** One more node on the same keys. */
    Clinic(DataKeyStore keyStore) {
        this(LocalKms.fromHex(MASTER_KEY), keyStore);
    }

    Clinic(Kms kms, DataKeyStore keyStore) {
        this.keyStore = keyStore;
        this.seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(keyStore)
                // Runs try again by themselves, and their calls are counted
                .outages(OutageSettings.DEFAULT.withAttempts(1).withFailures(1_000))
                .build();
    }

    ColumnSeal seal() {
        return seal;
    }

    DataKeyStore keyStore() {
        return keyStore;
    }

    KeyId rotate(String tenant) {
        return seal.keys().rotate(tenant, "test", "test").id();
    }

    KeyId activeKey(String tenant) {
        return seal.keys().history(tenant).get(0).id();
    }

    /** A value as its column holds it: bytes or text. */
    Object seal(SealedColumn column, String tenant, String plaintext) {
        byte[] sealed = seal.fields().encrypt(context(column, tenant), plaintext.getBytes(StandardCharsets.UTF_8));
        return column.storage() == Storage.TEXT ? SealedValue.toText(sealed) : sealed;
    }

    String open(SealedColumn column, String tenant, Object stored) {
        return new String(seal.fields().decrypt(context(column, tenant), bytes(stored)), StandardCharsets.UTF_8);
    }

    static KeyId keyOf(Object stored) {
        return SealedValue.header(bytes(stored)).orElseThrow().key();
    }

    static byte[] bytes(Object stored) {
        return stored instanceof String text ? SealedValue.fromText(text).orElseThrow() : (byte[]) stored;
    }

    private static FieldContext context(SealedColumn column, String tenant) {
        return new FieldContext(tenant, column.context(), column.purpose(), null, column.paddingBytes());
    }

    @Override
    public void close() {
        seal.close();
    }
}
