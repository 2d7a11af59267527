package io.columnseal.kms;

import static io.columnseal.internal.LengthPrefixed.encode;
import static io.columnseal.internal.LengthPrefixed.text;

import io.columnseal.KmsKeyDisabledException;
import io.columnseal.internal.crypto.Hkdf;
import io.columnseal.internal.crypto.OneShotAesGcm;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What {@link LocalKms} keeps of one master key: its id and the wrapping key derived from it. Never prints the latter.
 * Using it and wiping it exclude each other: a data key wrapped under half-wiped bytes would be lost, one wrapped under
 * zeroes would be open to everybody.
 */
final class LocalMasterKey {

    /** Frozen by stored keys. */
    private static final byte[] ID_LABEL = encode(text("columnseal/local-kms/id/1"));

    /** Frozen by stored keys. */
    private static final byte[] WRAP_LABEL = encode(text("columnseal/local-kms/wrap/1"));

    private static final int WRAPPING_KEY_BYTES = 32;

    private final long id;
    private final byte[] wrappingKey;
    private boolean wiped;

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
        return LocalKms.KEK_ID_PREFIX + HexFormat.of().toHexDigits(id);
    }

    /** @throws KmsKeyDisabledException once wiped */
    synchronized byte[] seal(byte[] dataKey, byte[] associatedData) {
        requireUsable();
        return OneShotAesGcm.seal(wrappingKey, dataKey, associatedData);
    }

    /** @throws KmsKeyDisabledException once wiped */
    synchronized Optional<byte[]> open(byte[] sealed, byte[] associatedData) {
        requireUsable();
        return OneShotAesGcm.open(wrappingKey, sealed, associatedData);
    }

    /** @throws KmsKeyDisabledException once wiped */
    synchronized LocalMasterKey copy() {
        requireUsable();
        return new LocalMasterKey(id, wrappingKey.clone());
    }

    synchronized boolean isWiped() {
        return wiped;
    }

    synchronized void wipe() {
        wiped = true;
        Arrays.fill(wrappingKey, (byte) 0);
    }

    private void requireUsable() {
        if (wiped) {
            throw new KmsKeyDisabledException(kekId(), "this LocalKms was closed", null);
        }
    }

    @Override
    public String toString() {
        return kekId();
    }
}
