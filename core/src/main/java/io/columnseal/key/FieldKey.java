package io.columnseal.key;

import io.columnseal.FieldContext;
import io.columnseal.internal.FieldLayout;
import io.columnseal.internal.LengthPrefixed;
import io.columnseal.internal.crypto.AeadCipher;
import io.columnseal.internal.crypto.CipherPool;
import io.columnseal.internal.crypto.Nonces;
import java.util.Arrays;

/**
 * An unwrapped key bound to one field context: the ciphers of its purpose and the associated data, both ready. Works on
 * frames as {@link FieldLayout} lays them out. Immutable, safe for use by many threads.
 */
public final class FieldKey {

    private static final byte[] LABEL = LengthPrefixed.text("columnseal/field/1");

    /** Where the header stands in the associated data, behind the count and the label. */
    private static final int HEADER_OFFSET = Short.BYTES + Integer.BYTES + LABEL.length + Integer.BYTES;

    private final FieldContext context;
    private final byte[] associatedData;
    private final KeyLease lease;
    private final CipherPool sealing;
    private final CipherPool opening;
    private final Nonces nonces;
    private final SealBudget budget;

    /** @param header suite and id of the key */
    FieldKey(
            byte[] header,
            String tenant,
            FieldContext context,
            KeyLease lease,
            PurposeKey key,
            Nonces nonces,
            SealBudget budget) {
        this.budget = budget;
        this.context = context;
        this.associatedData = associatedData(header, tenant, context);
        this.lease = lease;
        this.sealing = key.sealing();
        this.opening = key.opening();
        this.nonces = nonces;
    }

    FieldContext context() {
        return context;
    }

    KeyLease lease() {
        return lease;
    }

    /** Whether a frame's header names this key and its suite. */
    boolean isNamedBy(byte[] frame) {
        return Arrays.equals(
                frame,
                0,
                FieldLayout.HEADER_BYTES,
                associatedData,
                HEADER_OFFSET,
                HEADER_OFFSET + FieldLayout.HEADER_BYTES);
    }

    /**
     * Seals in place: the padded text stands in the frame; header, nonce, ciphertext and tag are written.
     *
     * @throws KeyWipedException if the key left the ring or is not active any more, and nothing was done; ask the ring again
     */
    public void seal(byte[] frame) throws KeyWipedException {
        AeadCipher cipher = borrowForSealing();
        boolean done = false;
        try {
            System.arraycopy(associatedData, HEADER_OFFSET, frame, 0, FieldLayout.HEADER_BYTES);
            nonces.next(frame, FieldLayout.NONCE_OFFSET);
            cipher.seal(frame, FieldLayout.NONCE_OFFSET, FieldLayout.TEXT_OFFSET, associatedData);
            done = true;
        } finally {
            giveBack(sealing, cipher, done);
        }
    }

    /**
     * Opens a frame whose header names this key.
     *
     * @param text where the padded text is written; has room for it and may be longer
     * @return false if the frame does not authenticate; nothing of the text is left then
     * @throws KeyWipedException if the key left the ring; ask the ring again
     */
    public boolean open(byte[] frame, byte[] text) throws KeyWipedException {
        AeadCipher cipher = borrow(opening);
        boolean done = false;
        try {
            boolean genuine =
                    cipher.open(frame, FieldLayout.NONCE_OFFSET, FieldLayout.TEXT_OFFSET, associatedData, text);
            done = true;
            return genuine;
        } finally {
            giveBack(opening, cipher, done);
        }
    }

    /** A cipher that may make a seal: the store has counted it. */
    private AeadCipher borrowForSealing() throws KeyWipedException {
        while (true) {
            AeadCipher cipher = borrow(sealing);
            if (cipher.spendSeal() || cipher.grantSeals(budget.take(cipher.sealsToAskFor()))) {
                return cipher;
            }
            sealing.giveBack(cipher);
            if (!budget.refill()) {
                throw KeyWipedException.INSTANCE;
            }
        }
    }

    private static void giveBack(CipherPool pool, AeadCipher cipher, boolean done) {
        if (done) {
            pool.giveBack(cipher);
        } else {
            // A cipher that threw is not to be trusted with another value.
            pool.drop(cipher);
        }
    }

    private static AeadCipher borrow(CipherPool pool) throws KeyWipedException {
        AeadCipher cipher = pool.borrow();
        if (cipher == null) {
            throw KeyWipedException.INSTANCE;
        }
        return cipher;
    }

    /** Frozen by stored data. */
    private static byte[] associatedData(byte[] header, String tenant, FieldContext context) {
        byte[] owner = LengthPrefixed.text(tenant);
        byte[] name = LengthPrefixed.text(context.name());
        String recordId = context.recordId();
        return recordId == null
                ? LengthPrefixed.encode(LABEL, header, owner, name)
                : LengthPrefixed.encode(LABEL, header, owner, name, LengthPrefixed.text(recordId));
    }

    @Override
    public String toString() {
        return "FieldKey[" + context.name() + "]";
    }
}
