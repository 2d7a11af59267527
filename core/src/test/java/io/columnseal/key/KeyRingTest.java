package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.FieldContext;
import io.columnseal.KeyNotFoundException;
import io.columnseal.KeyUnusableException;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import io.columnseal.cipher.KeyRingFieldCipher;
import io.columnseal.cipher.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KeyRingTest {

    private static final String CLINIC = "clinic-1";
    private static final Duration JUST = Duration.ofMillis(1);

    private final TestKeyRing test = new TestKeyRing();
    private final KeyRing ring = test.ring();

    @AfterEach
    void close() {
        ring.close();
    }

    @Test
    void loadsAKeyOnceForSealingAndOpening() {
        UnwrappedKey key = active();

        assertThat(active()).isSameAs(key);
        assertThat(ring.byId(key.id())).isSameAs(key);
        assertThat(test.loads()).isEqualTo(1);
    }

    @Test
    void keepsOneActiveKeyPerUsage() {
        assertThat(ring.active(CLINIC, KeyUsage.INDEX).id()).isNotEqualTo(active().id());
    }

    @Test
    void unwrapsAKeyInUseAnewBeforeItsTtlIsOver() {
        UnwrappedKey key = active();
        test.pass(TestKeyRing.TTL.multipliedBy(9).dividedBy(10));

        assertThat(active()).isSameAs(key);
        assertThat(test.loads()).isEqualTo(2);

        test.pass(TestKeyRing.TTL.dividedBy(2));
        assertThat(active()).isSameAs(key);
        assertThat(test.loads()).isEqualTo(2);
    }

    @Test
    void doesNotUnwrapAKeyAnewThatNobodyUses() {
        active();
        test.pass(TestKeyRing.TTL.multipliedBy(2));

        assertThat(test.loads()).isEqualTo(1);
    }

    @Test
    void unwrapsAnIdleKeyAnewBeforeItServesAgain() {
        UnwrappedKey key = active();
        test.pass(TestKeyRing.TTL.plus(JUST));

        assertThat(active()).isSameAs(key);
        assertThat(test.loads()).isEqualTo(2);
    }

    @Test
    void servesFromMemoryWhileTheKmsIsUnavailable() {
        UnwrappedKey key = active();
        test.source.failWith(KeyRingTest::unavailable);
        test.pass(TestKeyRing.HARD_LIMIT.minus(JUST));

        assertThat(active()).isSameAs(key);
        assertThat(ring.byId(key.id())).isSameAs(key);
    }

    @Test
    void asksAnUnavailableKmsOnlyEveryTenSecondsForAKeyThatServes() {
        UnwrappedKey key = active();
        test.source.failWith(KeyRingTest::unavailable);
        test.pass(TestKeyRing.TTL.plus(JUST));

        for (int i = 0; i < 100; i++) {
            assertThat(active()).isSameAs(key);
        }
        assertThat(test.loads()).isEqualTo(2);

        test.pass(Duration.ofSeconds(10));
        assertThat(active()).isSameAs(key);
        assertThat(test.loads()).isEqualTo(3);
    }

    @Test
    void recoversWhenTheKmsDoes() {
        UnwrappedKey key = active();
        test.source.failWith(KeyRingTest::unavailable);
        test.pass(TestKeyRing.TTL.plus(JUST));
        active();
        test.source.failWith(null);
        test.pass(Duration.ofSeconds(10));
        active();
        test.pass(TestKeyRing.HARD_LIMIT.minusSeconds(1));

        assertThat(active()).isSameAs(key);
        assertThat(key.isWiped()).isFalse();
    }

    @Test
    void failsClosedWhenTheHardLimitIsOver() {
        UnwrappedKey key = active();
        test.source.failWith(KeyRingTest::unavailable);
        test.pass(TestKeyRing.TTL.plus(JUST));
        active();
        test.pass(TestKeyRing.HARD_LIMIT.minus(TestKeyRing.TTL));

        assertThatThrownBy(this::active).isInstanceOf(KmsUnavailableException.class);
        assertThatThrownBy(() -> ring.byId(key.id())).isInstanceOf(KmsUnavailableException.class);
    }

    /** A paused machine's monotonic clock may stand still: its keys must not serve longer for it. */
    @Test
    void countsAPauseOfTheProcessAgainstTheHardLimit() {
        UnwrappedKey key = active();
        test.source.failWith(KeyRingTest::unavailable);
        test.jumpWallClock(TestKeyRing.HARD_LIMIT);

        assertThatThrownBy(this::active).isInstanceOf(KmsUnavailableException.class);
        assertThatThrownBy(() -> ring.byId(key.id())).isInstanceOf(KmsUnavailableException.class);
    }

    /** Nobody may ask for it for hours, and its bytes stay in memory as long. */
    @Test
    void wipesAtOnceWhatAPauseOfTheProcessEnded() {
        UnwrappedKey key = active();
        test.jumpWallClock(TestKeyRing.HARD_LIMIT);

        assertThat(key.isWiped()).isTrue();
    }

    /** Values find their key without asking the ring as long as its lease lasts. */
    @Test
    void sealsNothingBeyondTheHardLimitThoughTheKmsFailedJustBeforeIt() {
        FieldContext ssn = FieldContext.of(CLINIC, "patient.ssn");
        KeyRingFieldCipher fields = new KeyRingFieldCipher(ring, event -> {});
        byte[] sealed = fields.encrypt(ssn, new byte[1]);
        test.source.failWith(KeyRingTest::unavailable);
        test.pass(TestKeyRing.HARD_LIMIT.minusSeconds(5));
        assertThat(fields.decrypt(ssn, fields.encrypt(ssn, new byte[1]))).containsExactly(0);

        test.pass(Duration.ofSeconds(5));

        assertThat(ring.recent(ssn, sealed)).isNull();
        assertThatThrownBy(() -> fields.encrypt(ssn, new byte[1])).isInstanceOf(KmsUnavailableException.class);
        assertThatThrownBy(() -> fields.decrypt(ssn, sealed)).isInstanceOf(KmsUnavailableException.class);
    }

    @Test
    void countsTheHardLimitFromTheBeginningOfTheLastUnwrap() {
        test.source.afterLoad(query -> test.pass(Duration.ofMinutes(1)));
        UnwrappedKey key = active();
        test.source.failWith(KeyRingTest::unavailable);
        test.pass(TestKeyRing.HARD_LIMIT.minusMinutes(1));

        assertThatThrownBy(() -> ring.byId(key.id())).isInstanceOf(KmsUnavailableException.class);
    }

    @Test
    void wipesAKeyWhoseHardLimitIsOver() {
        UnwrappedKey key = active();
        test.pass(TestKeyRing.HARD_LIMIT);
        ring.tidy();

        assertThat(key.isWiped()).isTrue();
        assertThat(test.events(SealEvent.KeyEvicted.class)).containsExactly(new SealEvent.KeyEvicted(key.id()));
    }

    @Test
    void neverServesAKeyThatTheKmsDenies() {
        UnwrappedKey key = active();
        test.source.failWith(KeyRingTest::denied);
        test.pass(TestKeyRing.TTL.plus(JUST));

        assertThatThrownBy(this::active).isInstanceOf(KmsDeniedException.class);
        assertThat(key.isWiped()).isTrue();
        assertThatThrownBy(() -> ring.byId(key.id())).isInstanceOf(KmsDeniedException.class);
    }

    @Test
    void stopsServingAKeyThatIsDeniedWhenItIsUnwrappedAhead() {
        UnwrappedKey key = active();
        test.source.failWith(KeyRingTest::denied);
        test.pass(TestKeyRing.TTL.multipliedBy(9).dividedBy(10));

        assertThat(active()).isSameAs(key);
        assertThat(key.isWiped()).isTrue();
        assertThatThrownBy(this::active).isInstanceOf(KmsDeniedException.class);
    }

    @Test
    void stopsServingAKeyThatWasSuspended() {
        UnwrappedKey key = active();
        test.source.setState(key.id(), KeyState.SUSPENDED);
        test.pass(TestKeyRing.TTL.plus(JUST));

        assertThatThrownBy(() -> ring.byId(key.id())).isInstanceOf(KeyUnusableException.class);
        assertThatThrownBy(this::active).isInstanceOf(KeyUnusableException.class);
        assertThat(key.isWiped()).isTrue();
    }

    @Test
    void doesNotRememberAFailure() {
        test.source.failWith(KeyRingTest::denied);
        assertThatThrownBy(this::active).isInstanceOf(KmsDeniedException.class);
        test.source.failWith(null);

        assertThatCode(this::active).doesNotThrowAnyException();
    }

    @Test
    void sealsUnderTheNewKeyAtOnceWhenThisNodeRotates() {
        UnwrappedKey previous = active();
        KeyId next = test.rotate(CLINIC);

        assertThat(active().id()).isEqualTo(next);
        assertThat(ring.byId(previous.id())).isSameAs(previous);
    }

    @Test
    void sealsUnderTheNewKeyOfAnotherNodeWhenItMeetsIt() {
        active();
        LoadedKey next = test.source.rotate(CLINIC);
        ring.byId(next.identity().id());

        assertThat(active().id()).isEqualTo(next.identity().id());
    }

    @Test
    void doesNotSealUnderAKeyThatItFindsRetired() {
        UnwrappedKey previous = active();
        LoadedKey next = test.source.rotate(CLINIC);
        test.pass(TestKeyRing.TTL.plus(JUST));
        ring.byId(previous.id());

        assertThat(active().id()).isEqualTo(next.identity().id());
    }

    @Test
    void startsALoadAgainThatARotationOvertook() {
        UnwrappedKey first = active();
        ring.evict(CLINIC);
        test.source.afterLoad(query -> {
            test.source.afterLoad(again -> {});
            test.rotate(CLINIC);
        });

        UnwrappedKey loaded = active();

        assertThat(loaded.id()).isNotEqualTo(first.id());
        assertThat(active()).isSameAs(loaded);
    }

    @Test
    void aLoadThatEndsLateTakesNotThePlaceOfANewerKey() {
        List<KeyId> newer = new ArrayList<>();
        test.source.afterLoad(query -> {
            if (newer.isEmpty()) {
                // On another node, of which this one hears by a value that it opens
                newer.add(test.source.rotate(CLINIC).identity().id());
                ring.byId(newer.get(0));
            }
        });

        assertThat(active().id()).isNotEqualTo(newer.get(0));

        assertThat(active().id()).isEqualTo(newer.get(0));
    }

    @Test
    void doesNotStartALoadAgainForRotationsAndEvictionsOfOtherTenants() {
        UnwrappedKey other = ring.active("clinic-2", KeyUsage.FIELD);
        int before = test.loads();
        test.source.afterLoad(query -> {
            if (test.loads() < before + 10) {
                test.rotate("clinic-2");
                ring.evict("clinic-3");
                ring.evict(other.id());
            }
        });

        active();

        assertThat(test.loads()).isEqualTo(before + 1);
    }

    @Test
    void aKmsThatFailsForOneTenantFailsNobodyElse() {
        UnwrappedKey held = ring.active("clinic-2", KeyUsage.FIELD);
        test.source.beforeLoad(query -> {
            if (query.equals(new KeyQuery.Active(CLINIC, KeyUsage.FIELD))) {
                throw denied();
            }
        });
        assertThatThrownBy(this::active).isInstanceOf(KmsDeniedException.class);

        assertThat(ring.active("clinic-2", KeyUsage.FIELD)).isSameAs(held);
        assertThat(ring.active("clinic-3", KeyUsage.FIELD).tenant()).isEqualTo("clinic-3");
        test.pass(TestKeyRing.TTL.plus(JUST));
        assertThatThrownBy(this::active).isInstanceOf(KmsDeniedException.class);
        assertThat(ring.active("clinic-2", KeyUsage.FIELD)).isSameAs(held);
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void unwrapsAKeyAnewOnTheCallersThreadWhenTheSystemGivesNoOther() {
        Threads threads = new Threads();
        try (TestKeyRing scarce = new TestKeyRing(100, threads)) {
            UnwrappedKey key = scarce.ring().active(CLINIC, KeyUsage.FIELD);
            threads.exhausted = true;
            scarce.pass(TestKeyRing.TTL.plus(JUST));

            assertThat(scarce.ring().active(CLINIC, KeyUsage.FIELD)).isSameAs(key);
            assertThat(scarce.loads()).isEqualTo(2);
        }
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void nobodyWaitsForALoadThatWasNeverBegunForWantOfAThread() {
        Threads threads = new Threads();
        try (TestKeyRing scarce = new TestKeyRing(100, threads)) {
            UnwrappedKey key = scarce.ring().active(CLINIC, KeyUsage.FIELD);
            threads.exhausted = true;
            scarce.pass(TestKeyRing.TTL.multipliedBy(9).dividedBy(10));
            assertThat(scarce.ring().active(CLINIC, KeyUsage.FIELD)).isSameAs(key);
            assertThat(scarce.loads()).isEqualTo(1);

            threads.exhausted = false;
            scarce.ring().evict(CLINIC);
            assertThat(scarce.ring().active(CLINIC, KeyUsage.FIELD).id()).isEqualTo(key.id());
            assertThat(scarce.loads()).isEqualTo(2);
        }
    }

    /** Threads of a system that may have no more to give. */
    private static final class Threads extends CallerRuns {

        private boolean exhausted;

        @Override
        public void execute(Runnable task) {
            if (exhausted) {
                // The JVM throws an OutOfMemoryError, which would stop the test framework, too
                throw new InternalError("unable to create native thread");
            }
            super.execute(task);
        }
    }

    @Test
    void startsALoadAgainThatAnEvictionOvertook() {
        UnwrappedKey key = active();
        ring.evict(key.id());
        test.source.afterLoad(query -> {
            test.source.afterLoad(again -> {});
            test.source.setState(key.id(), KeyState.SUSPENDED);
            ring.evict(key.id());
        });

        assertThatThrownBy(() -> ring.byId(key.id())).isInstanceOf(KeyUnusableException.class);
    }

    @Test
    void startsALoadAgainThatAChangeElsewhereOvertook() {
        UnwrappedKey key = active();
        ring.evict(key.id());
        test.source.afterLoad(query -> {
            test.source.afterLoad(again -> {});
            test.source.setState(key.id(), KeyState.SUSPENDED);
            ring.changed(List.of(new KeyChange(key.id(), CLINIC, KeyUsage.FIELD, KeyState.SUSPENDED)));
        });

        assertThatThrownBy(() -> ring.byId(key.id())).isInstanceOf(KeyUnusableException.class);
    }

    @Test
    void stopsSealingUnderAKeyWhenItHearsOfAnotherActiveOne() {
        active();
        KeyId next = test.source.rotate(CLINIC).identity().id();

        ring.changed(List.of(new KeyChange(next, CLINIC, KeyUsage.FIELD, KeyState.ACTIVE)));

        assertThat(active().id()).isEqualTo(next);
    }

    @Test
    void wipesEvictedKeysAndLoadsThemAnew() {
        UnwrappedKey one = active();
        UnwrappedKey other = ring.active("clinic-2", KeyUsage.FIELD);
        ring.evict(CLINIC);

        assertThat(one.isWiped()).isTrue();
        assertThat(other.isWiped()).isFalse();
        assertThat(active().id()).isEqualTo(one.id());
        assertThat(active().isWiped()).isFalse();
    }

    @Test
    void holdsNoMoreKeysThanItsSize() {
        TestKeyRing small = new TestKeyRing(10, new CallerRuns());
        for (int i = 0; i < 200; i++) {
            small.ring().active("clinic-" + i, KeyUsage.FIELD);
        }
        small.ring().tidy();

        assertThat(small.events(SealEvent.KeyEvicted.class)).hasSize(190);
        small.close();
        assertThat(small.events(SealEvent.KeyEvicted.class)).hasSize(200);
    }

    @Test
    void keepsTheKeysThatAreInUseWhenManyOthersPassBy() {
        TestKeyRing small = new TestKeyRing(20, new CallerRuns());
        UnwrappedKey used = small.ring().active("used", KeyUsage.FIELD);
        for (int i = 0; i < 500; i++) {
            small.ring().active("clinic-" + i, KeyUsage.FIELD);
            small.pass(Duration.ofMillis(10));
            small.ring().active("used", KeyUsage.FIELD);
        }

        assertThat(used.isWiped()).isFalse();
        small.close();
    }

    @Test
    void remembersForAMomentThatAKeyDoesNotExist() {
        KeyId unknown = new KeyId(42);
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> ring.byId(unknown)).isInstanceOf(KeyNotFoundException.class);
        }
        assertThat(test.loads()).isEqualTo(1);

        test.add(42, CLINIC, KeyUsage.FIELD, Suite.AES_256_GCM, KeyState.RETIRED, new byte[32]);
        test.pass(Duration.ofSeconds(10));
        assertThat(ring.byId(unknown).tenant()).isEqualTo(CLINIC);
    }

    @Test
    void prefetchesNoMoreForgedKeysThanAreLookedUpOtherwise() {
        ring.prefetch(LongStream.rangeClosed(1, 50_000).mapToObj(KeyId::new).toList());
        assertThat(test.loads()).isEqualTo(UnknownKeys.BURST);

        ring.prefetch(
                LongStream.rangeClosed(60_001, 70_000).mapToObj(KeyId::new).toList());
        assertThat(test.loads()).isEqualTo(UnknownKeys.BURST);
    }

    @Test
    void prefetchesAllKeysThatExist() {
        TestKeyRing large = new TestKeyRing(5_000, new CallerRuns());
        List<KeyId> ids = LongStream.rangeClosed(1, 3_000)
                .mapToObj(id ->
                        large.add(id, "clinic-" + id, KeyUsage.FIELD, Suite.AES_256_GCM, KeyState.ACTIVE, new byte[32]))
                .toList();
        large.ring().prefetch(ids);

        assertThat(large.loads()).isEqualTo(3_000);
        large.close();
    }

    @Test
    void refusesAnotherKeyThanItAskedFor() {
        UnwrappedKey key = active();
        LoadedKey other = test.source.load(key.id());
        KeySource confused = alwaysReturning(other);

        assertThatThrownBy(() -> load(new KeyQuery.ById(new KeyId(7)), confused))
                .isInstanceOf(KeyUnusableException.class);
        assertThatThrownBy(() -> load(new KeyQuery.Active("clinic-2", KeyUsage.FIELD), confused))
                .isInstanceOf(KeyUnusableException.class);
        assertThatThrownBy(() -> load(new KeyQuery.Active(CLINIC, KeyUsage.INDEX), confused))
                .isInstanceOf(KeyUnusableException.class);
        assertThat(other.dataKey()).containsOnly(0);
    }

    private static KeySource alwaysReturning(LoadedKey key) {
        return new KeySource() {
            @Override
            public CountedSeals reserveSeals(KeyIdentity identity, long seals) {
                return new CountedSeals(seals, seals);
            }

            @Override
            public void returnSeals(KeyId id, CountedSeals unused) {}

            @Override
            public FoundKey active(String tenant, KeyUsage usage, SealListener events) {
                return new InMemoryFoundKey(key);
            }

            @Override
            public FoundKey byId(KeyId id, SealListener events) {
                return new InMemoryFoundKey(key);
            }
        };
    }

    @Test
    void doesNotSealUnderAKeyWhoseRowDoesNotAuthenticate() {
        UnwrappedKey key = active();
        LoadedKey good = test.source.load(key.id());
        LoadedKey edited = new LoadedKey(good.identity(), KeyState.ACTIVE, false, null, good.dataKey());

        assertThatThrownBy(() -> load(new KeyQuery.Active(CLINIC, KeyUsage.FIELD), alwaysReturning(edited)))
                .isInstanceOf(KeyUnusableException.class);
    }

    @Test
    void tellsOfLoadsAndFailures() {
        UnwrappedKey key = active();
        test.source.failWith(KeyRingTest::denied);
        assertThatThrownBy(() -> ring.active("clinic-2", KeyUsage.FIELD)).isInstanceOf(KmsDeniedException.class);

        assertThat(test.events()).hasSize(2);
        assertThat(test.events(SealEvent.KeyLoaded.class))
                .singleElement()
                .satisfies(event -> assertThat(event.key()).isEqualTo(key.id()));
        assertThat(test.events(SealEvent.KeyLoadFailed.class))
                .singleElement()
                .satisfies(event -> assertThat(event.tenant()).isEqualTo("clinic-2"));
    }

    @Test
    void doesNotMindAListenerThatThrows() {
        KeyRing ring = new KeyRing(
                test.source,
                new KeyRingSettings(TestKeyRing.TTL, TestKeyRing.HARD_LIMIT, 10),
                OutageSettings.DEFAULT,
                event -> {
                    throw new IllegalStateException("a broken metric");
                },
                test.clock,
                new CallerRuns());

        UnwrappedKey key = ring.active(CLINIC, KeyUsage.FIELD);
        ring.evict(key.id());

        assertThat(ring.active(CLINIC, KeyUsage.FIELD).id()).isEqualTo(key.id());
        ring.close();
    }

    @Test
    void wipesAllKeysWhenClosedAndHoldsNoneAfterwards() {
        List<UnwrappedKey> keys = List.of(active(), ring.active("clinic-2", KeyUsage.FIELD));
        ring.close();

        assertThat(keys).allMatch(UnwrappedKey::isWiped);
        assertThatThrownBy(this::active).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void printsNoKeyBytes() {
        UnwrappedKey key = active();

        assertThat(key).hasToString("UnwrappedKey[" + key.id() + ", tenant=clinic-1]");
    }

    private static LoadedKey load(KeyQuery query, KeySource source) {
        try (FoundKey found = query.find(source, event -> {})) {
            return query.load(found, event -> {});
        }
    }

    private UnwrappedKey active() {
        return ring.active(CLINIC, KeyUsage.FIELD);
    }

    private static KmsUnavailableException unavailable() {
        return new KmsUnavailableException("kek-1", "check the network", null);
    }

    private static KmsDeniedException denied() {
        return new KmsDeniedException("kek-1", "check the policy", null);
    }
}
