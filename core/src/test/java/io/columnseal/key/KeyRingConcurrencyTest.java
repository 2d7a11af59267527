package io.columnseal.key;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.FieldContext;
import io.columnseal.KeyLoadTimeoutException;
import io.columnseal.KeyNotFoundException;
import io.columnseal.KeyRejectedException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.Retryable;
import io.columnseal.SealEvent;
import io.columnseal.cipher.KeyRingFieldCipher;
import io.columnseal.cipher.Suite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import javax.crypto.Cipher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class KeyRingConcurrencyTest {

    private static final int THREADS = 8;
    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final byte[] VALUE = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final TestKeyRing test = new TestKeyRing(100, LoadingThreads.create());
    private final KeyRing ring = test.ring();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        test.close();
    }

    @Test
    void loadsAKeyOnceForAllThreadsThatWaitForIt() throws Exception {
        List<Thread> others = waitForTheOthersWhileLoading();
        List<Future<UnwrappedKey>> asked = askForTheKeyOnAllThreads(others);

        UnwrappedKey first = asked.get(0).get();
        for (Future<UnwrappedKey> answer : asked) {
            assertThat(answer.get()).isSameAs(first);
        }
        assertThat(test.loads()).isEqualTo(1);
    }

    @Test
    void unwrapsAKeyOnceForThoseWhoComeByItsTenantAndThoseWhoComeByItsId() throws Exception {
        KeyId id = ring.active("clinic-1", KeyUsage.FIELD).id();
        ring.evict(id);
        int unwraps = test.unwraps();
        CountDownLatch unwrapping = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        test.source.beforeUnwrap(query -> {
            unwrapping.countDown();
            await(released);
        });
        Future<UnwrappedKey> byTenant = threads.submit(() -> ring.active("clinic-1", KeyUsage.FIELD));
        await(unwrapping);
        Thread byId = new Thread(() -> ring.byId(id));
        byId.start();
        awaitWaiting(byId);
        released.countDown();
        byId.join();

        assertThat(byTenant.get().id()).isEqualTo(id);
        assertThat(test.loads()).isEqualTo(3);
        assertThat(test.unwraps() - unwraps).isEqualTo(1);
    }

    /** A key whose row was edited opens, and seals no more. */
    @Test
    void opensThoughAnotherThreadIsRefusedToSeal() throws Exception {
        KeyId id = ring.active("clinic-1", KeyUsage.FIELD).id();
        ring.evict(id);
        CountDownLatch unwrapping = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        test.source.beforeUnwrap(query -> {
            if (query instanceof KeyQuery.Active) {
                unwrapping.countDown();
                await(released);
                throw new KeyRejectedException(id, "its row was edited", null);
            }
        });
        Future<UnwrappedKey> toSeal = threads.submit(() -> ring.active("clinic-1", KeyUsage.FIELD));
        await(unwrapping);
        FutureTask<UnwrappedKey> toOpen = new FutureTask<>(() -> ring.byId(id));
        Thread opener = new Thread(toOpen);
        opener.start();
        awaitWaiting(opener);
        released.countDown();

        assertThat(toOpen.get().id()).isEqualTo(id);
        assertThatThrownBy(toSeal::get).hasCauseInstanceOf(KeyRejectedException.class);
    }

    /** Found while it was not held, and held before it was unwrapped. */
    @Test
    void doesNotUnwrapAKeyThatSomebodyElseUnwrappedSinceItWasLookedFor() throws Exception {
        KeyId id = ring.active("clinic-1", KeyUsage.FIELD).id();
        ring.evict(id);
        int unwraps = test.unwraps();
        CountDownLatch found = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        test.source.afterLoad(query -> {
            if (query instanceof KeyQuery.ById) {
                found.countDown();
                await(released);
            }
        });
        Future<UnwrappedKey> byId = threads.submit(() -> ring.byId(id));
        await(found);
        UnwrappedKey byTenant = ring.active("clinic-1", KeyUsage.FIELD);
        released.countDown();

        assertThat(byId.get()).isSameAs(byTenant);
        assertThat(test.unwraps() - unwraps).isEqualTo(1);
    }

    @Test
    void unwrapsAKeyOnceInATtlHoweverManyThreadsUseIt() throws Exception {
        for (int i = 0; i < 300; i++) {
            int unwraps = test.unwraps();
            CyclicBarrier together = new CyclicBarrier(THREADS);
            onThreads(THREADS, () -> {
                together.await();
                return ring.active("clinic-1", KeyUsage.FIELD);
            });
            assertThat(test.unwraps() - unwraps).isEqualTo(1);
            test.pass(TestKeyRing.TTL.plusSeconds(1));
        }
    }

    @Test
    void unwrapsAKeyAheadOnceHoweverManyThreadsFindThatItIsDue() throws Exception {
        ring.active("clinic-1", KeyUsage.FIELD);
        for (int i = 1; i <= 300; i++) {
            test.pass(TestKeyRing.TTL.multipliedBy(9).dividedBy(10));
            CyclicBarrier together = new CyclicBarrier(THREADS);
            onThreads(THREADS, () -> {
                together.await();
                return ring.active("clinic-1", KeyUsage.FIELD);
            });
            // In the background: until that is over, the clock must not go on
            while (test.unwraps() <= i || test.events(SealEvent.KeyLoaded.class).size() < test.loads()) {
                Thread.onSpinWait();
            }
            assertThat(test.unwraps()).isEqualTo(i + 1);
        }
    }

    @Test
    void waitsNoLongerThanItsPatienceForSomebodyElsesLoad() throws Exception {
        try (TestKeyRing hasty = new TestKeyRing(
                100, OutageSettings.DEFAULT.withPatience(Duration.ofMillis(50)), LoadingThreads.platform())) {
            CountDownLatch loading = new CountDownLatch(1);
            CountDownLatch released = new CountDownLatch(1);
            hasty.source.beforeLoad(query -> {
                loading.countDown();
                await(released);
            });
            Future<UnwrappedKey> first = threads.submit(() -> hasty.ring().active("clinic-1", KeyUsage.FIELD));
            await(loading);

            assertThatThrownBy(() -> hasty.ring().active("clinic-1", KeyUsage.FIELD))
                    .isInstanceOf(KeyLoadTimeoutException.class)
                    .isInstanceOf(Retryable.class)
                    .hasMessageContaining("clinic-1");
            hasty.ring().prefetchActive(List.of("clinic-1", "clinic-2"));

            released.countDown();
            assertThat(first.get().tenant()).isEqualTo("clinic-1");
        }
    }

    @Test
    void tellsAllThreadsThatWaitOfAFailure() throws Exception {
        List<Thread> others = waitForTheOthersWhileLoading();
        test.source.afterLoad(query -> {
            throw new KmsUnavailableException("kek-1", "check the network", null);
        });

        for (Future<UnwrappedKey> answer : askForTheKeyOnAllThreads(others)) {
            assertThatThrownBy(answer::get).hasCauseInstanceOf(KmsUnavailableException.class);
        }
        assertThat(test.loads()).isEqualTo(1);
    }

    @Test
    void aBlockedKmsCallOfOneTenantHoldsNobodyElseUp() throws Exception {
        UnwrappedKey held = ring.active("held", KeyUsage.FIELD);
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        test.source.beforeLoad(query -> {
            if (new KeyQuery.Active("blocked", KeyUsage.FIELD).equals(query)) {
                blocked.countDown();
                await(released);
            }
        });
        Future<UnwrappedKey> waiting = threads.submit(() -> ring.active("blocked", KeyUsage.FIELD));
        blocked.await();

        // Everything that takes a lock or enters the cache, hundreds of times so as to meet every bin of it.
        for (int i = 0; i < 500; i++) {
            UnwrappedKey other = ring.active("clinic-" + i, KeyUsage.FIELD);
            ring.byId(other.id());
        }
        assertThat(ring.active("held", KeyUsage.FIELD)).isNotNull();
        test.rotate("clinic-1");
        ring.evict("held");
        ring.tidy();
        assertThat(held.isWiped()).isTrue();
        assertThat(waiting).isNotDone();

        released.countDown();
        assertThat(waiting.get().tenant()).isEqualTo("blocked");
    }

    @Test
    void servesTheKeyInMemoryWhileItsReloadHangs() throws Exception {
        UnwrappedKey key = ring.active("clinic-1", KeyUsage.FIELD);
        CountDownLatch released = new CountDownLatch(1);
        test.source.beforeLoad(query -> await(released));
        test.pass(TestKeyRing.TTL.plusSeconds(1));

        assertThat(ring.active("clinic-1", KeyUsage.FIELD)).isSameAs(key);
        assertThat(test.loads()).isEqualTo(2);
        released.countDown();
    }

    @Test
    void opensAGenuineKeyOfAnotherNodeInTheMidstOfForgedOnes() throws Exception {
        forge(UnknownKeys.BURST);
        KeyId genuine =
                test.add(Long.MAX_VALUE, "clinic-1", KeyUsage.FIELD, Suite.AES_256_GCM, KeyState.ACTIVE, new byte[32]);

        List<Future<?>> attack = new ArrayList<>();
        for (int i = 1; i < THREADS; i++) {
            long first = 1_000_000L * i;
            attack.add(threads.submit(() -> LongStream.range(first, first + 500).forEach(this::askForged)));
        }
        assertThat(ring.byId(genuine).tenant()).isEqualTo("clinic-1");
        for (Future<?> attacker : attack) {
            attacker.get();
        }
    }

    @Test
    void looksUpAFewKeysAtATimeWhenManyWereForged() throws Exception {
        forge(UnknownKeys.BURST);
        AtomicInteger inside = new AtomicInteger();
        CountDownLatch released = new CountDownLatch(1);
        test.source.beforeLoad(query -> {
            inside.incrementAndGet();
            await(released);
        });
        List<Thread> attackers = LongStream.rangeClosed(1, 4 * UnknownKeys.TURNS)
                .mapToObj(i -> new Thread(() -> askForged(1_000_000 + i)))
                .toList();
        attackers.forEach(Thread::start);
        while (!attackers.stream().allMatch(KeyRingConcurrencyTest::isWaiting)) {
            Thread.onSpinWait();
        }

        assertThat(inside).hasValue(UnknownKeys.TURNS);
        released.countDown();
        for (Thread attacker : attackers) {
            attacker.join();
        }
        assertThat(inside).hasValue(4 * UnknownKeys.TURNS);
    }

    private static void awaitWaiting(Thread thread) {
        while (!isWaiting(thread)) {
            Thread.onSpinWait();
        }
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    private void forge(int ids) {
        LongStream.rangeClosed(1, ids).forEach(this::askForged);
    }

    private void askForged(long id) {
        assertThatThrownBy(() -> ring.byId(new KeyId(id))).isInstanceOf(KeyNotFoundException.class);
    }

    @Test
    void opensAPageOfColdKeysAllAtOnce() {
        Map<FieldContext, byte[]> page = new LinkedHashMap<>();
        for (int i = 0; i < 32; i++) {
            page.put(FieldContext.of("clinic-" + i, "patient.ssn"), VALUE);
        }
        KeyRingFieldCipher cipher = new KeyRingFieldCipher(ring, event -> {});
        meetWhileLoading(32);
        Map<FieldContext, byte[]> sealed = cipher.encryptAll(page);
        page.keySet().forEach(context -> ring.evict(context.tenant()));
        meetWhileLoading(32);

        Map<FieldContext, byte[]> opened = cipher.decryptAll(sealed);

        assertThat(opened.keySet()).containsExactlyElementsOf(page.keySet());
        assertThat(opened.values()).allSatisfy(value -> assertThat(value).isEqualTo(VALUE));
        assertThat(test.loads()).isEqualTo(64);
    }

    /** Evicts all the time, so that nearly every value meets a key that is being wiped. */
    @Test
    void neverSealsUnderWipedBytesWhileKeysAreEvicted() throws Exception {
        KeyRingFieldCipher cipher = new KeyRingFieldCipher(ring, event -> {});
        KeyId id = ring.active("clinic-1", KeyUsage.FIELD).id();
        byte[] key = test.purposeKey(id, SSN.purpose());

        onThreads(4, () -> {
            Cipher independent = Cipher.getInstance("AES/GCM/NoPadding");
            for (int i = 0; i < 2_000; i++) {
                if (i % 4 == 0) {
                    ring.evict(id);
                }
                byte[] sealed = cipher.encrypt(SSN, VALUE);
                assertThat(EvictionTest.opens(independent, key, SSN, sealed)).isTrue();
                assertThat(cipher.decrypt(SSN, sealed)).isEqualTo(VALUE);
            }
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void makesProgressWithFewerKeysThanTenants(int maximumSize) throws Exception {
        TestKeyRing small = new TestKeyRing(maximumSize, LoadingThreads.create());
        KeyRingFieldCipher cipher = new KeyRingFieldCipher(small.ring(), event -> {});
        AtomicInteger number = new AtomicInteger();

        onThreads(4, () -> {
            FieldContext context = FieldContext.of("clinic-" + number.incrementAndGet(), "patient.ssn");
            for (int i = 0; i < 100; i++) {
                assertThat(cipher.decrypt(context, cipher.encrypt(context, VALUE)))
                        .isEqualTo(VALUE);
            }
            return null;
        });
        small.close();
    }

    /** The thread that loads waits until all others wait for it. */
    private List<Thread> waitForTheOthersWhileLoading() {
        List<Thread> others = new ArrayList<>();
        CountDownLatch allAsked = new CountDownLatch(THREADS);
        test.source.beforeLoad(query -> {
            synchronized (others) {
                others.remove(Thread.currentThread());
            }
            await(allAsked);
            while (!others.stream().allMatch(KeyRingConcurrencyTest::isWaiting)) {
                Thread.yield();
            }
        });
        asked = allAsked;
        return others;
    }

    private CountDownLatch asked = new CountDownLatch(0);

    private List<Future<UnwrappedKey>> askForTheKeyOnAllThreads(List<Thread> askers) {
        List<Future<UnwrappedKey>> answers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            answers.add(threads.submit(() -> {
                synchronized (askers) {
                    askers.add(Thread.currentThread());
                }
                asked.countDown();
                return ring.active("clinic-1", KeyUsage.FIELD);
            }));
        }
        return answers;
    }

    private void meetWhileLoading(int parties) {
        CyclicBarrier together = new CyclicBarrier(parties);
        test.source.beforeLoad(query -> {
            try {
                together.await(Duration.ofSeconds(30).toSeconds(), SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException("the keys were not loaded together", e);
            }
        });
    }

    private void onThreads(int count, Callable<?> work) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            running.add(threads.submit(work));
        }
        for (Future<?> result : running) {
            result.get();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
