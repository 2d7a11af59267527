package io.columnseal.internal.crypto;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Initialised ciphers of one key and direction, so that no operation expands the key. Whoever borrows a cipher owns it
 * alone, key bytes included, until it is given back; so a pool can be retired at any moment without a lock: idle
 * ciphers are wiped at once, borrowed ones when they come back. Lock-free, safe for use by many threads.
 */
public final class CipherPool {

    private static final int MAX_SLOTS = 16;

    /** References between two slots, so that processors do not share a cache line. */
    private static final int STRIDE = 16;

    private final Supplier<? extends @Nullable AeadCipher> factory;
    private final AtomicReferenceArray<@Nullable AeadCipher> idle;
    private final int mask;
    private volatile boolean retired;

    /** @param factory makes a cipher with a copy of the key, or null once the key is wiped */
    public CipherPool(Supplier<? extends @Nullable AeadCipher> factory) {
        int processors = Math.min(MAX_SLOTS, Runtime.getRuntime().availableProcessors());
        int slots = Integer.highestOneBit(Math.max(1, processors * 2 - 1));
        this.factory = factory;
        this.idle = new AtomicReferenceArray<>(slots * STRIDE);
        this.mask = slots - 1;
    }

    /** A cipher for the caller alone, to be given back; null if the key is wiped. */
    public @Nullable AeadCipher borrow() {
        int start = probe();
        for (int i = 0; i <= mask; i++) {
            int slot = slot(start + i);
            if (idle.get(slot) != null) {
                AeadCipher cipher = idle.getAndSet(slot, null);
                if (cipher != null) {
                    return cipher;
                }
            }
        }
        return retired ? null : factory.get();
    }

    /** Takes a borrowed cipher back; one too many is wiped and dropped. */
    public void giveBack(AeadCipher cipher) {
        int start = probe();
        for (int i = 0; i <= mask; i++) {
            if (idle.compareAndSet(slot(start + i), null, cipher)) {
                // Either this sees that the pool was retired meanwhile, or whoever retires it sees the cipher.
                if (retired) {
                    wipeIdle();
                }
                return;
            }
        }
        cipher.wipe();
    }

    /** Wipes all ciphers, now or when they come back; none is lent from then on. */
    public void retire() {
        retired = true;
        wipeIdle();
    }

    private void wipeIdle() {
        for (int i = 0; i <= mask; i++) {
            AeadCipher cipher = idle.getAndSet(slot(i), null);
            if (cipher != null) {
                cipher.wipe();
            }
        }
    }

    private int slot(int index) {
        return (index & mask) * STRIDE;
    }

    private static int probe() {
        // Not a thread-local: those cost a megabyte per thousand virtual threads.
        return (int) Thread.currentThread().getId();
    }
}
