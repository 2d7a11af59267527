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
 * further cache line costs. The first two threads that meet add places, a few per processor.
 */
public final class CipherPool {

    private static final VarHandle FIRST = handle("first", AeadCipher.class);
    private static final VarHandle OTHERS = handle("others", AtomicReferenceArray.class);

    private final Supplier<? extends @Nullable AeadCipher> factory;
    private volatile @Nullable AeadCipher first;
    private volatile @Nullable AtomicReferenceArray<@Nullable AeadCipher> others;
    private volatile boolean retired;

    /** @param factory makes a cipher with a copy of the key, or null once the key is wiped */
    public CipherPool(Supplier<? extends @Nullable AeadCipher> factory) {
        this.factory = factory;
    }

    /** A cipher for the caller alone, to be given back; null if the key is wiped. */
    public @Nullable AeadCipher borrow() {
        AeadCipher cipher = first;
        AtomicReferenceArray<@Nullable AeadCipher> shared = others;
        if (cipher == null) {
            return createFirst();
        }
        if (shared == null) {
            if (cipher.acquire()) {
                return cipher;
            }
            shared = addPlaces();
        }
        return borrowOther(shared);
    }

    /** Takes a borrowed cipher back. */
    public void giveBack(AeadCipher cipher) {
        cipher.release();
    }

    /** Takes a borrowed cipher back that is not to be used again. */
    public void drop(AeadCipher cipher) {
        FIRST.compareAndSet(this, cipher, null);
        AtomicReferenceArray<@Nullable AeadCipher> shared = others;
        for (int i = 0; shared != null && i < shared.length(); i++) {
            shared.compareAndSet(i, cipher, null);
        }
        cipher.retire();
        cipher.release();
    }

    /**
     * Wipes all ciphers, now or when they come back, and forgets them, since the JDK's own copies of the key can only be
     * left to the garbage collector. The key must be wiped before, so that no more ciphers are made.
     */
    public void retire() {
        retired = true;
        replace();
    }

    /** Wipes all ciphers that are there, now or when they come back; others are made when they are needed. */
    public void replace() {
        retire((AeadCipher) FIRST.getAndSet(this, null));
        AtomicReferenceArray<@Nullable AeadCipher> shared = others;
        for (int i = 0; shared != null && i < shared.length(); i++) {
            retire(shared.getAndSet(i, null));
        }
    }

    private @Nullable AeadCipher createFirst() {
        AeadCipher cipher = factory.get();
        return cipher == null ? null : placed(cipher, FIRST.compareAndSet(this, null, cipher));
    }

    private @Nullable AeadCipher borrowOther(AtomicReferenceArray<@Nullable AeadCipher> shared) {
        int mask = shared.length() - 1;
        int start = Stripe.ofThread();
        for (int i = 0; i <= mask; i++) {
            int place = (start + i) & mask;
            AeadCipher cipher = shared.get(place);
            if (cipher == null) {
                cipher = factory.get();
                return cipher == null ? null : placed(cipher, shared.compareAndSet(place, null, cipher));
            }
            if (cipher.acquire()) {
                return cipher;
            }
        }
        // More threads than places, each in the middle of a value.
        AeadCipher cipher = factory.get();
        return cipher == null ? null : placed(cipher, false);
    }

    /** A cipher without a place is wiped when it is given back, and so is one that came after the pool was retired. */
    private AeadCipher placed(AeadCipher cipher, boolean hasPlace) {
        if (!hasPlace || retired) {
            cipher.retire();
        }
        return cipher;
    }

    @SuppressWarnings("unchecked") // the field's own type
    private AtomicReferenceArray<@Nullable AeadCipher> addPlaces() {
        var added = new AtomicReferenceArray<@Nullable AeadCipher>(Stripe.count());
        var present = (AtomicReferenceArray<@Nullable AeadCipher>) OTHERS.compareAndExchange(this, null, added);
        return present == null ? added : present;
    }

    private static void retire(@Nullable AeadCipher cipher) {
        if (cipher != null) {
            cipher.retire();
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
