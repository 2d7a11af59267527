package io.columnseal.internal.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Initialised ciphers of one key and direction, so that no operation expands the key. Whoever borrows a cipher owns it
 * alone, key bytes included, until it is given back; so a pool can be retired at any moment without a lock: idle
 * ciphers are wiped at once, borrowed ones when they come back. Lock-free, safe for use by many threads.
 *
 * <p>Most keys are never used by two threads at once: they have one cipher, in a field, since with many tenants each
 * further cache line costs. The first two that meet add a slot per processor.
 */
public final class CipherPool {

    /** References between two slots, so that processors do not share a cache line. */
    private static final int STRIDE = 16;

    private static final VarHandle FIRST = handle("first", AeadCipher.class);
    private static final VarHandle SLOTS = handle("slots", AtomicReferenceArray.class);

    private final Supplier<? extends @Nullable AeadCipher> factory;
    private volatile @Nullable AeadCipher first;
    private volatile @Nullable AtomicReferenceArray<@Nullable AeadCipher> slots;
    private volatile boolean retired;

    /** @param factory makes a cipher with a copy of the key, or null once the key is wiped */
    public CipherPool(Supplier<? extends @Nullable AeadCipher> factory) {
        this.factory = factory;
    }

    /** A cipher for the caller alone, to be given back; null if the key is wiped. */
    public @Nullable AeadCipher borrow() {
        AtomicReferenceArray<@Nullable AeadCipher> shared = slots;
        AeadCipher cipher = shared == null ? null : take(shared);
        if (cipher == null && first != null) {
            cipher = (AeadCipher) FIRST.getAndSet(this, null);
        }
        return cipher == null ? factory.get() : cipher;
    }

    /** Takes a borrowed cipher back; one too many is wiped and dropped. */
    public void giveBack(AeadCipher cipher) {
        AtomicReferenceArray<@Nullable AeadCipher> shared = slots;
        if (shared == null && !FIRST.compareAndSet(this, null, cipher)) {
            shared = addSlots();
        }
        if (shared != null && !put(shared, cipher)) {
            cipher.wipe();
        }
        // Either this sees that the pool was retired meanwhile, or whoever retires it sees the cipher.
        if (retired) {
            wipeIdle();
        }
    }

    /** Wipes all ciphers, now or when they come back. The key must be wiped before, so that no more are made. */
    public void retire() {
        retired = true;
        wipeIdle();
    }

    @SuppressWarnings("unchecked") // the field's own type
    private AtomicReferenceArray<@Nullable AeadCipher> addSlots() {
        var added = new AtomicReferenceArray<@Nullable AeadCipher>(Stripe.count() * STRIDE);
        var present = (AtomicReferenceArray<@Nullable AeadCipher>) SLOTS.compareAndExchange(this, null, added);
        return present == null ? added : present;
    }

    private static @Nullable AeadCipher take(AtomicReferenceArray<@Nullable AeadCipher> slots) {
        int start = Stripe.ofThread() * STRIDE;
        for (int i = 0; i < slots.length(); i += STRIDE) {
            int slot = (start + i) & (slots.length() - 1);
            if (slots.get(slot) != null) {
                AeadCipher cipher = slots.getAndSet(slot, null);
                if (cipher != null) {
                    return cipher;
                }
            }
        }
        return null;
    }

    private static boolean put(AtomicReferenceArray<@Nullable AeadCipher> slots, AeadCipher cipher) {
        int start = Stripe.ofThread() * STRIDE;
        for (int i = 0; i < slots.length(); i += STRIDE) {
            if (slots.compareAndSet((start + i) & (slots.length() - 1), null, cipher)) {
                return true;
            }
        }
        return false;
    }

    private void wipeIdle() {
        wipe((AeadCipher) FIRST.getAndSet(this, null));
        AtomicReferenceArray<@Nullable AeadCipher> shared = slots;
        for (int i = 0; shared != null && i < shared.length(); i += STRIDE) {
            wipe(shared.getAndSet(i, null));
        }
    }

    private static void wipe(@Nullable AeadCipher cipher) {
        if (cipher != null) {
            cipher.wipe();
        }
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(CipherPool.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
