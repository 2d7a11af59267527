package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.FieldContext;
import io.columnseal.SealEvent;
import io.columnseal.cipher.KeyRingFieldCipher;
import io.columnseal.cipher.SealedValue;
import io.columnseal.internal.CoarseClock;
import io.columnseal.internal.LengthPrefixed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that are held for a millisecond and then wiped, under threads that seal and open with them all the time. */
class EvictionTest {

    private static final int THREADS = 32;
    private static final int TENANTS = 16;
    private static final Duration TTL = Duration.ofMillis(1);
    private static final byte[] VALUE = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    @Test
    @Timeout(120)
    void sealsNothingUnderAWipedKey() throws Exception {
        sealAndOpen(200_000);
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void sealsNothingUnderAWipedKeyInTenMillionOperations() throws Exception {
        sealAndOpen(10_000_000);
    }

    private static void sealAndOpen(long operations) throws Exception {
        InMemoryKeySource source = new InMemoryKeySource();
        CoarseClock clock = CoarseClock.standing();
        AtomicLong evictions = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (KeyRing ring = new KeyRing(
                source,
                new KeyRingSettings(TTL, TTL, 100),
                OutageSettings.DEFAULT,
                event -> evictions.addAndGet(event instanceof SealEvent.KeyEvicted ? 1 : 0),
                clock,
                LoadingThreads.create())) {
            KeyRingFieldCipher cipher = new KeyRingFieldCipher(ring, event -> {});
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                FieldContext context = FieldContext.of("clinic-" + i % TENANTS, "patient.ssn");
                running.add(threads.submit(() -> work(source, cipher, context, operations / THREADS / 2)));
            }
            while (!running.stream().allMatch(Future::isDone)) {
                LockSupport.parkNanos(TTL.toNanos());
                clock.advance(TTL);
                ring.tidy();
            }
            long wrong = 0;
            for (Future<Long> thread : running) {
                wrong += thread.get();
            }
            System.out.printf(
                    Locale.ROOT,
                    "eviction | %,d operations on %d threads, TTL %d ms | %,d keys wiped | 0 errors | %,d values sealed under"
                            + " a wiped key%n",
                    operations,
                    THREADS,
                    TTL.toMillis(),
                    evictions.get(),
                    wrong);
            assertThat(wrong).isZero();
            assertThat(evictions).hasPositiveValue();
        } finally {
            threads.shutdownNow();
        }
    }

    /** How many values do not open under the key that the source keeps. */
    private static long work(InMemoryKeySource source, KeyRingFieldCipher cipher, FieldContext context, long rounds)
            throws Exception {
        Cipher independent = Cipher.getInstance("AES/GCM/NoPadding");
        Map<KeyId, byte[]> keys = new HashMap<>();
        long wrong = 0;
        for (long i = 0; i < rounds; i++) {
            byte[] sealed = cipher.encrypt(context, VALUE);
            assertThat(cipher.decrypt(context, sealed)).isEqualTo(VALUE);
            KeyId id = SealedValue.header(sealed).orElseThrow().key();
            byte[] key = keys.computeIfAbsent(id, unknown -> purposeKey(source, unknown, context));
            wrong += opens(independent, key, context, sealed) ? 0 : 1;
        }
        return wrong;
    }

    private static byte[] purposeKey(InMemoryKeySource source, KeyId id, FieldContext context) {
        LoadedKey key = source.load(id);
        return KeyDerivation.purposeKey(key.dataKey(), key.identity().suite(), context.purpose());
    }

    /** With an implementation of its own, whatever is in memory. */
    static boolean opens(Cipher cipher, byte[] key, FieldContext context, byte[] sealed) throws Exception {
        SealedValue.Header header = SealedValue.header(sealed).orElseThrow();
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, sealed, 9, 12));
        cipher.updateAAD(LengthPrefixed.encode(
                "columnseal/field/1".getBytes(StandardCharsets.UTF_8),
                SealedValue.prefix(header.suite(), header.key()),
                context.tenant().getBytes(StandardCharsets.UTF_8),
                context.name().getBytes(StandardCharsets.UTF_8)));
        try {
            return cipher.doFinal(sealed, 21, sealed.length - 21).length == VALUE.length + 1;
        } catch (AEADBadTagException e) {
            return false;
        }
    }
}
