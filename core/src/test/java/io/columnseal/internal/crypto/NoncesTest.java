package io.columnseal.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NoncesTest {

    private static final int BLOCK = NonceBlock.NONCES;

    private final AtomicLong clock = new AtomicLong();
    private final Nonces nonces = new Nonces(clock::get);

    @Test
    void neverHandsOutANonceTwice() throws InterruptedException {
        Set<String> all = ConcurrentHashMap.newKeySet();
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (int j = 0; j < 5_000; j++) {
                    all.add(next());
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(all).hasSize(8 * 5_000);
    }

    /** Every block is handed out by many threads at once, as if all shared one stripe. */
    @Test
    void sharesABlockWithoutHandingANonceOutTwice() throws InterruptedException {
        byte[] bytes = new byte[BLOCK * AeadCipher.NONCE_BYTES];
        for (int i = 0; i < BLOCK; i++) {
            bytes[i * AeadCipher.NONCE_BYTES] = (byte) i;
        }
        for (int round = 0; round < 200; round++) {
            NonceBlock block = new NonceBlock(bytes, this, 0);
            Set<Byte> taken = ConcurrentHashMap.newKeySet();
            AtomicLong count = new AtomicLong();
            Thread[] threads = new Thread[4];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = new Thread(() -> {
                    byte[] nonce = new byte[AeadCipher.NONCE_BYTES];
                    while (block.next(nonce, 0)) {
                        taken.add(nonce[0]);
                        count.incrementAndGet();
                    }
                });
                threads[i].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(count).hasValue(BLOCK);
            assertThat(taken).hasSize(BLOCK);
        }
    }

    @Test
    void aBlockIsOldAfterASecondAndInvalidAfterARenewal() {
        Object generation = new Object();
        NonceBlock block = new NonceBlock(new byte[AeadCipher.NONCE_BYTES], generation, 10);

        assertThat(block.isFresh(generation, 109, 100)).isTrue();
        assertThat(block.isFresh(generation, 110, 100)).isFalse();
        assertThat(block.isFresh(new Object(), 10, 100)).isFalse();
    }

    @Test
    void usesNothingThatWasDrawnMoreThanASecondAgo() {
        Set<Object> blocks = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            blocks.add(nonces.block());
            clock.addAndGet(Duration.ofMillis(500).toNanos());
        }

        assertThat(blocks).hasSize(5);
    }

    @Test
    void usesNothingThatWasDrawnBeforeARenewal() {
        Object before = nonces.block();
        assertThat(nonces.block()).isSameAs(before);

        nonces.renew();

        assertThat(nonces.block()).isNotSameAs(before);
    }

    @Test
    void nothingIsZero() {
        for (int i = 0; i < 3 * BLOCK; i++) {
            assertThat(next()).isNotEqualTo("000000000000000000000000");
        }
    }

    private String next() {
        byte[] nonce = new byte[AeadCipher.NONCE_BYTES];
        nonces.next(nonce, 0);
        return HexFormat.of().formatHex(nonce);
    }
}
