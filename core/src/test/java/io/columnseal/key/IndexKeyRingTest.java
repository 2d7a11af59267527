package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.KeyUnusableException;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.cipher.Suite;
import io.columnseal.index.BlindIndexer;
import io.columnseal.index.IndexContext;
import io.columnseal.index.KeyRingBlindIndexer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How INDEX keys are held, renewed, refused and replaced: as those that seal values are. */
@Timeout(60)
class IndexKeyRingTest {

    private static final String CLINIC = "clinic-1";
    private static final IndexContext SSN = IndexContext.of(CLINIC, "patient.ssn", "");
    private static final byte[] FORM = {1, 2, 3};
    private static final Duration JUST = Duration.ofMillis(1);
    private static final Duration KNOWN_EVERYWHERE = TestKeyRing.HARD_LIMIT.plusMinutes(5);

    private final TestKeyRing test = new TestKeyRing();
    private final BlindIndexer indexer = new KeyRingBlindIndexer(test.indexes());

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void loadsTheIndexKeyOnceForAllIndexesOfATenant() {
        indexer.indexValue(SSN, FORM);
        indexer.lookupValues(SSN, FORM);
        indexer.indexValue(IndexContext.of(CLINIC, "patient.name", ""), FORM);

        assertThat(test.loads()).isEqualTo(1);
    }

    @Test
    void keepsItsValuesWhenFieldKeysRotate() {
        byte[] before = indexer.indexValue(SSN, FORM);
        test.rotate(CLINIC);
        test.rotate(CLINIC);

        assertThat(indexer.indexValue(SSN, FORM)).isEqualTo(before);
        assertThat(indexer.lookupValues(SSN, FORM)).containsExactly(before, before);
    }

    @Test
    void keepsItsValuesWhenTheKeyWasEvictedOrExpired() {
        byte[] before = indexer.indexValue(SSN, FORM);
        test.ring.evict(CLINIC);
        assertThat(indexer.indexValue(SSN, FORM)).isEqualTo(before);
        test.pass(TestKeyRing.HARD_LIMIT.plus(JUST));
        assertThat(indexer.indexValue(SSN, FORM)).isEqualTo(before);

        assertThat(test.loads()).isEqualTo(3);
    }

    @Test
    void servesFromMemoryWhileTheKmsIsUnavailableAndFailsAfterTheHardLimit() {
        byte[] before = indexer.indexValue(SSN, FORM);
        test.source.failWith(() -> new KmsUnavailableException("kek-1", "check the network", null));
        test.pass(TestKeyRing.HARD_LIMIT.minus(JUST));
        assertThat(indexer.indexValue(SSN, FORM)).isEqualTo(before);

        test.pass(JUST.multipliedBy(2));
        assertThatThrownBy(() -> indexer.indexValue(SSN, FORM)).isInstanceOf(KmsUnavailableException.class);
        assertThatThrownBy(() -> indexer.lookupValues(SSN, FORM)).isInstanceOf(KmsUnavailableException.class);
    }

    @Test
    void servesNothingFromMemoryOnceTheKmsDenies() {
        indexer.indexValue(SSN, FORM);
        test.source.failWith(() -> new KmsDeniedException("kek-1", "told to", null));
        test.pass(TestKeyRing.TTL.plus(JUST));

        assertThatThrownBy(() -> indexer.indexValue(SSN, FORM)).isInstanceOf(KmsDeniedException.class);
        assertThatThrownBy(() -> indexer.lookupValues(SSN, FORM)).isInstanceOf(KmsDeniedException.class);
    }

    @Test
    void refusesWithASuspendedKey() {
        indexer.indexValue(SSN, FORM);
        test.source.setState(test.ring.active(CLINIC, KeyUsage.INDEX).id(), KeyState.SUSPENDED);
        test.ring.evict(CLINIC);

        assertThatThrownBy(() -> indexer.indexValue(SSN, FORM)).isInstanceOf(KeyUnusableException.class);
    }

    @Test
    void findsNothingAfterClosing() {
        indexer.indexValue(SSN, FORM);
        test.close();

        assertThatThrownBy(() -> indexer.indexValue(SSN, FORM)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void looksForBothKeysWhileOneReplacesTheOther() {
        byte[] old = indexer.indexValue(SSN, FORM);
        test.rotateIndex(CLINIC);

        List<byte[]> found = indexer.lookupValues(SSN, FORM);

        assertThat(found).hasSize(BlindIndexer.LOOKUP_VALUES);
        assertThat(found.get(0)).startsWith(2).isNotEqualTo(old);
        assertThat(found.get(1)).startsWith(1).isEqualTo(old);
    }

    @Test
    void writesUnderTheNewKeyOnlyWhenEveryNodeKnowsIt() {
        byte[] old = indexer.indexValue(SSN, FORM);
        test.rotateIndex(CLINIC);

        assertThat(indexer.indexValue(SSN, FORM)).isEqualTo(old);
        test.pass(KNOWN_EVERYWHERE.minus(JUST));
        assertThat(indexer.indexValue(SSN, FORM)).isEqualTo(old);
        test.pass(Duration.ofSeconds(11));
        assertThat(indexer.indexValue(SSN, FORM)).startsWith(2);
        assertThat(indexer.lookupValues(SSN, FORM).get(1)).isEqualTo(old);
    }

    /** The node that rotates may write whatever it likes only when the others look for it. */
    @Test
    void aNodeThatHasNotHeardOfTheNewKeyFindsWhatTheOthersWrite() {
        KeyRing other = new KeyRing(
                test.source,
                new KeyRingSettings(TestKeyRing.TTL, TestKeyRing.HARD_LIMIT, 10),
                OutageSettings.DEFAULT,
                event -> {},
                test.clock,
                new CallerRuns());
        BlindIndexer unaware = new KeyRingBlindIndexer(
                new IndexKeyRing(other, test.clock, test.wallClock(), new IndexGrace(TestKeyRing.HARD_LIMIT)));
        unaware.indexValue(SSN, FORM);
        indexer.indexValue(SSN, FORM);
        test.rotateIndex(CLINIC);

        for (Duration time = Duration.ZERO;
                time.compareTo(KNOWN_EVERYWHERE.multipliedBy(2)) < 0;
                time = time.plusMinutes(1)) {
            byte[] written = indexer.indexValue(SSN, FORM);
            byte[] writtenByTheOther = unaware.indexValue(SSN, FORM);
            assertThat(unaware.lookupValues(SSN, FORM)).contains(written);
            assertThat(indexer.lookupValues(SSN, FORM)).contains(writtenByTheOther);
            test.pass(Duration.ofMinutes(1));
        }
        assertThat(unaware.indexValue(SSN, FORM)).startsWith(2);
        other.close();
    }

    @Test
    void aTenantsFirstIndexKeyServesAtOnce() {
        test.rotateIndex("new");

        assertThat(indexer.indexValue(SSN.withTenant("new"), FORM)).startsWith(1);
    }

    @Test
    void learnsWhenThePreviousKeyIsNoLongerInUse() {
        indexer.indexValue(SSN, FORM);
        KeyId previous = test.ring.active(CLINIC, KeyUsage.INDEX).id();
        test.rotateIndex(CLINIC);
        indexer.lookupValues(SSN, FORM);

        test.source.dropPredecessors();
        test.source.setState(previous, KeyState.DESTROYED);
        test.pass(TestKeyRing.TTL.plus(JUST));

        List<byte[]> found = indexer.lookupValues(SSN, FORM);
        assertThat(found.get(0)).startsWith(2).isEqualTo(found.get(1)).isNotSameAs(found.get(1));
        assertThat(indexer.indexValue(SSN, FORM)).isEqualTo(found.get(0));
    }

    /** Its own key may be read anew only long after the previous one, which it cannot load any more. */
    @Test
    void goesOnWhenThePreviousKeyEndsBeforeItHearsOfIt() {
        indexer.indexValue(SSN, FORM);
        KeyId previous = test.ring.active(CLINIC, KeyUsage.INDEX).id();
        test.rotateIndex(CLINIC);
        indexer.lookupValues(SSN, FORM);

        test.source.dropPredecessors();
        test.source.setState(previous, KeyState.DESTROY_PENDING);
        test.ring.evict(previous);

        List<byte[]> found = indexer.lookupValues(SSN, FORM);
        assertThat(found.get(0)).startsWith(2).isEqualTo(found.get(1));
        test.ring.evict(previous);
        assertThat(indexer.indexValue(SSN, FORM)).isEqualTo(found.get(0));
    }

    @Test
    void refusesLookupsWhileTheActiveKeyStillReplacesOneThatIsOutOfUse() {
        indexer.indexValue(SSN, FORM);
        KeyId previous = test.ring.active(CLINIC, KeyUsage.INDEX).id();
        test.rotateIndex(CLINIC);
        test.source.setState(previous, KeyState.DESTROY_PENDING);
        test.ring.evict(previous);

        assertThatThrownBy(() -> indexer.lookupValues(SSN, FORM)).isInstanceOf(KeyUnusableException.class);
        assertThatThrownBy(() -> indexer.indexValue(SSN, FORM)).isInstanceOf(KeyUnusableException.class);
    }

    /** Keys in steady use are renewed where they are held, so nothing makes a node look at them anew. */
    @Test
    void writesUnderTheNewKeyOnTimeHoweverBusyTheKeysAre() {
        IndexContext busy = IndexContext.of(CLINIC, "patient.name", "");
        indexer.indexValue(SSN, FORM);
        test.rotateIndex(CLINIC);
        for (Duration time = Duration.ZERO;
                time.compareTo(KNOWN_EVERYWHERE) < 0;
                time = time.plus(Duration.ofSeconds(5))) {
            indexer.lookupValues(busy, FORM);
            assertThat(indexer.indexValue(SSN, FORM)).startsWith(1);
            test.pass(Duration.ofSeconds(5));
        }

        indexer.lookupValues(busy, FORM);
        assertThat(indexer.indexValue(SSN, FORM)).startsWith(2);
    }

    /** An empty result would look as if there were no such row. */
    @Test
    void refusesLookupsWhileThePreviousKeyMayNotBeUsed() {
        indexer.indexValue(SSN, FORM);
        KeyId previous = test.ring.active(CLINIC, KeyUsage.INDEX).id();
        test.rotateIndex(CLINIC);
        indexer.lookupValues(SSN, FORM);

        test.source.setState(previous, KeyState.SUSPENDED);
        test.ring.evict(previous);

        assertThatThrownBy(() -> indexer.lookupValues(SSN, FORM))
                .isInstanceOfSatisfying(
                        KeyUnusableException.class,
                        error -> assertThat(error.keyId()).isEqualTo(previous));
        assertThatThrownBy(() -> indexer.indexValue(SSN, FORM)).isInstanceOf(KeyUnusableException.class);
    }

    @Test
    void storesTheVersionOfTheKeyModulo256() {
        KeyIdentity identity = new KeyIdentity(new KeyId(7), "test", "old", KeyUsage.INDEX, 0x1FF, Suite.AES_256_GCM);
        test.source.put(identity, KeyState.ACTIVE, new byte[KeyDerivation.KEY_BYTES]);

        assertThat(indexer.indexValue(SSN.withTenant("old"), FORM)).startsWith(0xFF);
    }

    @Test
    void neverUsesAKeyThatLeftTheRing() throws Exception {
        IndexKey key = test.ring.active(CLINIC, KeyUsage.INDEX).index(SSN);
        key.value(FORM);

        test.ring.evict(CLINIC);

        assertThat(key.opens(test.clock.nanos())).isFalse();
        assertThatThrownBy(() -> key.value(FORM)).isInstanceOf(KeyWipedException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void findsTheValuesOfTwoKeysWithRoomForFew(int maximumSize) {
        try (TestKeyRing small = new TestKeyRing(maximumSize, new CallerRuns())) {
            BlindIndexer crowded = new KeyRingBlindIndexer(small.indexes());
            byte[] old = crowded.indexValue(SSN, FORM);
            small.rotateIndex(CLINIC);

            for (int i = 0; i < 100; i++) {
                crowded.indexValue(SSN.withTenant("clinic-" + i % 3), FORM);
                assertThat(crowded.lookupValues(SSN, FORM).get(1)).isEqualTo(old);
                assertThat(crowded.indexValue(SSN, FORM)).isEqualTo(old);
            }
            small.pass(KNOWN_EVERYWHERE.plus(JUST));
            for (int i = 0; i < 100; i++) {
                crowded.indexValue(SSN.withTenant("clinic-" + i % 3), FORM);
                assertThat(crowded.indexValue(SSN, FORM)).startsWith(2);
                assertThat(crowded.lookupValues(SSN, FORM).get(1)).isEqualTo(old);
            }
        }
    }

    @Test
    void servesMoreIndexesThanItRemembers() {
        byte[] first = indexer.indexValue(SSN, FORM);
        for (int i = 0; i < 5_000; i++) {
            indexer.indexValue(IndexContext.of(CLINIC, "column-" + i, ""), FORM);
        }

        assertThat(indexer.indexValue(SSN, FORM)).isEqualTo(first);
        assertThat(test.loads()).isEqualTo(1);
    }
}
