package io.columnseal.kms;

import static io.columnseal.internal.LengthPrefixed.encode;
import static io.columnseal.internal.LengthPrefixed.text;

import io.columnseal.internal.crypto.Hkdf;
import io.columnseal.internal.crypto.OneShotAesGcm;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** What {@link LocalKms} keeps of one master key: its id and the wrapping key derived from it. Never prints the latter. */
final class LocalMasterKey {

    /** Frozen by stored keys. */
    private static final byte[] ID_LABEL = encode(text("columnseal/local-kms/id/1"));

    /** Frozen by stored keys. */
    private static final byte[] WRAP_LABEL = encode(text("columnseal/local-kms/wrap/1"));

    private static final int WRAPPING_KEY_BYTES = 32;

    private final long id;
    private final byte[] wrappingKey;

    private LocalMasterKey(long id, byte[] wrappingKey) {
        this.id = id;
        this.wrappingKey = wrappingKey;
    }

    /** @param masterKey 32 bytes, wiped before this returns */
    static LocalMasterKey takeOver(byte[] masterKey) {
        try {
            long id = ByteBuffer.wrap(Hkdf.derive(masterKey, ID_LABEL, Long.BYTES))
                    .getLong();
            return new LocalMasterKey(id, Hkdf.derive(masterKey, WRAP_LABEL, WRAPPING_KEY_BYTES));
        } finally {
            Arrays.fill(masterKey, (byte) 0);
        }
    }

    static int sealedBytes(int plaintextBytes) {
        return OneShotAesGcm.NONCE_BYTES + plaintextBytes + OneShotAesGcm.TAG_BYTES;
    }

    long id() {
        return id;
    }

    String kekId() {
        return "local:" + HexFormat.of().toHexDigits(id);
    }

    byte[] seal(byte[] dataKey, byte[] associatedData) {
        return OneShotAesGcm.seal(wrappingKey, dataKey, associatedData);
    }

    Optional<byte[]> open(byte[] sealed, byte[] associatedData) {
        return OneShotAesGcm.open(wrappingKey, sealed, associatedData);
    }

    LocalMasterKey copy() {
        return new LocalMasterKey(id, wrappingKey.clone());
    }

    void wipe() {
        Arrays.fill(wrappingKey, (byte) 0);
    }

    @Override
    public String toString() {
        return kekId();
    }
}
