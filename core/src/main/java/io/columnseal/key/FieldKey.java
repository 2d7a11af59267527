package io.columnseal.key;

import io.columnseal.FieldContext;
import io.columnseal.internal.FieldLayout;
import io.columnseal.internal.LengthPrefixed;
import io.columnseal.internal.crypto.AeadCipher;
import io.columnseal.internal.crypto.CipherPool;
import org.jspecify.annotations.Nullable;

/**
 * An unwrapped key bound to one field context: the ciphers of its purpose and the associated data, both ready. Works on
 * frames as {@link FieldLayout} lays them out. Safe for use by many threads.
 */
public final class FieldKey {

    private static final byte[] LABEL = LengthPrefixed.text("columnseal/field/1");

    private final byte[] header;
    private final byte[] associatedData;
    private final PurposeKey key;

    FieldKey(byte[] header, String tenant, FieldContext context, PurposeKey key) {
        this.header = header;
        this.associatedData = associatedData(header, tenant, context);
        this.key = key;
    }

    /**
     * Seals in place: the padded text stands in the frame; header, nonce, ciphertext and tag are written.
     *
     * @return false if nothing was done because the key left the ring; ask the ring again
     */
    public boolean seal(byte[] frame) {
        CipherPool pool = key.sealing();
        AeadCipher cipher = pool.borrow();
        if (cipher == null) {
            return false;
        }
        System.arraycopy(header, 0, frame, 0, FieldLayout.HEADER_BYTES);
        cipher.seal(frame, FieldLayout.NONCE_OFFSET, FieldLayout.TEXT_OFFSET, associatedData);
        pool.giveBack(cipher);
        return true;
    }

    /**
     * Opens a frame whose header was found to be this key's.
     *
     * @return the padded text, null if the frame does not authenticate
     * @throws KeyWipedException if the key left the ring; ask the ring again
     */
    public byte @Nullable [] open(byte[] frame) throws KeyWipedException {
        CipherPool pool = key.opening();
        AeadCipher cipher = pool.borrow();
        if (cipher == null) {
            throw KeyWipedException.INSTANCE;
        }
        byte[] text = cipher.open(frame, FieldLayout.NONCE_OFFSET, FieldLayout.TEXT_OFFSET, associatedData);
        pool.giveBack(cipher);
        return text;
    }

    /** Frozen by stored data. */
    private static byte[] associatedData(byte[] header, String tenant, FieldContext context) {
        byte[] owner = LengthPrefixed.text(tenant);
        byte[] name = LengthPrefixed.text(context.name());
        return context.recordId() == null
                ? LengthPrefixed.encode(LABEL, header, owner, name)
                : LengthPrefixed.encode(LABEL, header, owner, name, LengthPrefixed.text(context.recordId()));
    }
}
