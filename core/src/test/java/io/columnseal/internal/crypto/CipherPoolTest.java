package io.columnseal.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CipherPoolTest {

    private final List<Recorded> made = new ArrayList<>();
    private final AtomicBoolean keyWiped = new AtomicBoolean();
    private final CipherPool pool = new CipherPool(this::make);

    @Test
    void lendsTheSameCipherAgain() {
        AeadCipher first = borrow();
        pool.giveBack(first);

        assertThat(borrow()).isSameAs(first);
    }

    @Test
    void lendsACipherToOneBorrowerAtATime() {
        Set<AeadCipher> lent = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            assertThat(lent.add(borrow())).isTrue();
        }
        lent.forEach(pool::giveBack);
    }

    @Test
    void keepsAFewCiphersAndWipesThoseThatAreTooMany() {
        List<AeadCipher> lent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            lent.add(borrow());
        }
        lent.forEach(pool::giveBack);

        assertThat(made.stream().filter(cipher -> !cipher.wiped)).hasSize(1 + Stripe.count());
    }

    @Test
    void wipesIdleCiphersWhenRetired() {
        List<AeadCipher> lent = List.of(borrow(), borrow(), borrow());
        lent.forEach(pool::giveBack);
        retire();

        assertThat(made).allMatch(cipher -> cipher.wiped);
        assertThat(pool.borrow()).isNull();
    }

    @Test
    void wipesABorrowedCipherWhenItComesBackAndNotBefore() {
        AeadCipher lent = borrow();
        AeadCipher other = borrow();
        retire();
        assertThat(made).noneMatch(cipher -> cipher.wiped);

        pool.giveBack(lent);
        pool.giveBack(other);
        assertThat(made).allMatch(cipher -> cipher.wiped);
    }

    @Test
    void neverLendsACipherAgainThatFailed() {
        for (int i = 0; i < 20; i++) {
            AeadCipher failed = borrow();
            AeadCipher other = borrow();
            pool.drop(failed);
            pool.drop(other);
        }

        assertThat(made).hasSize(40).allMatch(cipher -> cipher.wiped);
    }

    @Test
    void twoThreadsNeverHaveOneCipher() throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        Thread[] threads = new Thread[6];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (int j = 0; j < 20_000; j++) {
                    Recorded cipher = (Recorded) borrow();
                    if (!cipher.inUse.compareAndSet(false, true)) {
                        synchronized (failures) {
                            failures.add(new AssertionError("lent twice"));
                        }
                    }
                    cipher.inUse.set(false);
                    pool.giveBack(cipher);
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
    }

    @Test
    void wipesEveryCipherThatWasEverMadeHoweverRetiringAndBorrowingInterleave() throws InterruptedException {
        for (int round = 0; round < 300; round++) {
            List<Recorded> ciphers = new ArrayList<>();
            AtomicBoolean wiped = new AtomicBoolean();
            CipherPool raced = new CipherPool(() -> make(ciphers, wiped));
            Thread[] threads = new Thread[3];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = new Thread(() -> {
                    for (AeadCipher cipher = raced.borrow(); cipher != null; cipher = raced.borrow()) {
                        raced.giveBack(cipher);
                    }
                });
                threads[i].start();
            }
            synchronized (ciphers) {
                wiped.set(true);
            }
            raced.retire();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(ciphers).allMatch(cipher -> cipher.wiped);
        }
    }

    private AeadCipher borrow() {
        AeadCipher cipher = pool.borrow();
        assertThat(cipher).isNotNull();
        return cipher;
    }

    private void retire() {
        keyWiped.set(true);
        pool.retire();
    }

    private @Nullable AeadCipher make() {
        return make(made, keyWiped);
    }

    private static @Nullable AeadCipher make(List<Recorded> ciphers, AtomicBoolean wiped) {
        synchronized (ciphers) {
            if (wiped.get()) {
                return null;
            }
            Recorded cipher = new Recorded();
            ciphers.add(cipher);
            return cipher;
        }
    }

    /** Knows whether it was wiped. */
    private static final class Recorded extends AeadCipher {

        private final AtomicBoolean inUse = new AtomicBoolean();
        private volatile boolean wiped;

        @Override
        public void seal(byte[] frame, int nonceOffset, int textOffset, byte[] associatedData) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean open(byte[] frame, int nonceOffset, int textOffset, byte[] associatedData, byte[] text) {
            throw new UnsupportedOperationException();
        }

        @Override
        void wipe() {
            wiped = true;
        }
    }
}
