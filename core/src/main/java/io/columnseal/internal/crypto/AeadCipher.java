package io.columnseal.internal.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A keyed AEAD, RFC 5116, with 12-byte nonces and 16-byte tags. Works for one thread at a time, the one that has it
 * {@linkplain #acquire() acquired}, and in one direction: an object that seals is never asked to open. Owns its copy of
 * the key.
 */
public abstract class AeadCipher {

    public static final int NONCE_BYTES = 12;

    public static final int TAG_BYTES = 16;

    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int RETIRED_WHILE_BUSY = 2;
    private static final int WIPED = 3;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(AeadCipher.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Here and not in a pool, so that lending a cipher writes no reference, which collectors charge for. */
    private volatile int state = BUSY;

    /** How many seals a cipher asks for at once, at most; few at first, since most ciphers are short-lived. */
    private static final int MOST_SEALS = 256;

    /** Seals that were granted and not made; for the thread that has the cipher. */
    private int seals;

    /** How many were granted last; for the thread that has the cipher. */
    private int grant;

    /** A cipher that its creator has acquired. */
    AeadCipher() {}

    /**
     * Encrypts in place: the nonce stands in the frame, the text is replaced by its ciphertext and the tag follows it.
     *
     * @param nonceOffset where the nonce stands; never used before under this key
     * @param textOffset where the text starts; after it, the frame has room for the tag and nothing else
     */
    public abstract void seal(byte[] frame, int nonceOffset, int textOffset, byte[] associatedData);

    /**
     * Verifies and decrypts; the frame stays as it is.
     *
     * @param textOffset where the ciphertext starts; it and the tag fill the frame
     * @param text where the text is written; has room for it and may be longer
     * @return false if the frame or the associated data is not what was sealed; nothing of the text is left then
     */
    public abstract boolean open(byte[] frame, int nonceOffset, int textOffset, byte[] associatedData, byte[] text);

    /** Spends one of the seals that were granted; false if none is left. */
    public final boolean spendSeal() {
        return --seals >= 0;
    }

    /** How many seals to ask for, once all are spent. */
    public final int sealsToAskFor() {
        return Math.min(MOST_SEALS, Math.max(1, grant * 2));
    }

    /** Grants seals and spends one of them; false if it was none. */
    public final boolean grantSeals(int granted) {
        grant = granted;
        seals = granted - 1;
        return granted > 0;
    }

    /** Zeroes the key. */
    abstract void wipe();

    /** Makes the cipher the calling thread's, until it is released; false if another thread has it or it is wiped. */
    final boolean acquire() {
        return state == IDLE && STATE.compareAndSet(this, IDLE, BUSY);
    }

    /** Lets other threads acquire the cipher; wipes it instead if it was retired meanwhile. */
    final void release() {
        if (!STATE.compareAndSet(this, BUSY, IDLE)) {
            state = WIPED;
            wipe();
        }
    }

    /** Wipes the cipher, at once or, if a thread has acquired it, when that thread releases it. */
    final void retire() {
        for (int seen = state; seen == IDLE || seen == BUSY; seen = state) {
            if (seen == IDLE && STATE.compareAndSet(this, IDLE, WIPED)) {
                wipe();
            } else if (seen == BUSY) {
                STATE.compareAndSet(this, BUSY, RETIRED_WHILE_BUSY);
            }
        }
    }
}
