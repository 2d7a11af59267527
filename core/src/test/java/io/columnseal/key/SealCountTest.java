package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.KeyUnusableException;
import io.columnseal.SealEvent;
import io.columnseal.cipher.Suite;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No key seals more values than its suite allows, and the store knows of each before it is made. */
class SealCountTest {

    private static final String CLINIC = "clinic-1";
    private static final long LIMIT = Suite.AES_256_GCM.sealLimit();

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final TestNode node = new TestNode(store);

    @Test
    void countsEverySealBeforeItIsMade() {
        KeyId id = node.sealsUnder(CLINIC);
        for (int i = 1; i < 10_000; i++) {
            node.seal(CLINIC);
            assertThat(count(id)).isGreaterThan(i);
        }
    }

    @Test
    void countsNothingForKeysThatOnlyOpen() {
        byte[] sealed = node.seal(CLINIC);
        KeyId id = node.sealsUnder(CLINIC);
        long before = count(id);
        TestNode reader = new TestNode(store);

        assertThat(reader.opens(CLINIC, sealed)).isTrue();

        assertThat(count(id)).isEqualTo(before);
    }

    @Test
    void countsNoBlockAnewForAKeyThatLeftTheRing() {
        KeyId id = node.sealsUnder(CLINIC);
        long before = count(id);
        for (int i = 0; i < 100; i++) {
            node.ring.evict(id);
            node.seal(CLINIC);
        }

        assertThat(count(id)).isEqualTo(before);
    }

    @Test
    void countsLargerBlocksForAKeyThatSealsMuch() {
        KeyId id = node.sealsUnder(CLINIC);
        long first = count(id);
        sealMuchAfter(Duration.ofHours(1), 2 * first);

        assertThat(count(id)).isGreaterThan(100 * first).isLessThan(2 * SealBudget.LARGEST_BLOCK);
    }

    /** A process that is killed takes what it has left along. */
    @Test
    void countsNoFurtherAheadThanSomeTimesWhatANodeHasSealed() {
        KeyId id = node.sealsUnder(CLINIC);
        int seals = 50_000;
        for (int i = 1; i < seals; i++) {
            node.seal(CLINIC);
            if (i % 100 == 0) {
                node.clock.advance(Duration.ofMillis(1));
            }
        }

        assertThat(count(id)).isLessThan(5L * seals);
    }

    @Test
    void givesBackWhatIsLeftOfALargeBlockWhenItCloses() {
        KeyId id = node.sealsUnder(CLINIC);
        sealMuchAfter(Duration.ofHours(1), 2 * SealBudget.FIRST_BLOCK);
        assertThat(count(id)).isGreaterThan(100 * SealBudget.FIRST_BLOCK);

        node.close();

        // What ciphers had taken stays counted
        assertThat(count(id)).isBetween(SealBudget.FIRST_BLOCK, 4 * SealBudget.FIRST_BLOCK);
    }

    @Test
    void keepsWhatIsLeftOfASmallBlockWhenItCloses() {
        KeyId id = node.sealsUnder(CLINIC);
        node.seal(CLINIC);
        long before = count(id);

        node.close();

        assertThat(count(id)).isEqualTo(before);
    }

    /** That of a backup, which knows nothing of the block, or one that was raised so that the key is replaced. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 1L << 31})
    void givesNothingBackToAnotherCountThanItLeft(long more) {
        KeyId id = node.sealsUnder(CLINIC);
        sealMuchAfter(Duration.ofHours(1), 2 * SealBudget.FIRST_BLOCK);
        DataKeyRow row = store.find(id).orElseThrow();
        long restored = row.sealCount() + more;
        store.restore(
                List.of(new RestoredRow(row.withSealCount(restored), row.revision())), List.of(), AccessLogChain.NONE);

        node.close();

        assertThat(count(id)).isEqualTo(restored);
    }

    /** As a node seals that has lived for a while. */
    private void sealMuchAfter(Duration time, long seals) {
        node.clock.advance(time);
        for (int i = 0; i < seals; i++) {
            node.seal(CLINIC);
        }
    }

    @Test
    void keepsBlocksSmallForAKeyThatSealsLittle() {
        KeyId id = node.sealsUnder(CLINIC);
        for (int i = 0; i < 3 * SealBudget.FIRST_BLOCK; i++) {
            node.seal(CLINIC);
            node.clock.advance(Duration.ofSeconds(1));
            if (i % 1000 == 0) {
                node.polling.look();
            }
        }

        assertThat(count(id)).isLessThan(8 * SealBudget.FIRST_BLOCK);
    }

    @Test
    void replacesAKeyAtHalfOfWhatItsSuiteAllows() {
        KeyId old = node.sealsUnder(CLINIC);
        spend(old, LIMIT / 2);
        KeyId next = sealUntilReplaced(old);

        assertThat(store.find(old).orElseThrow().state()).isEqualTo(KeyState.RETIRED);
        assertThat(count(old)).isLessThan(LIMIT / 2 + 2 * SealBudget.LARGEST_BLOCK);
        assertThat(count(next)).isLessThanOrEqualTo(SealBudget.FIRST_BLOCK);
    }

    @Test
    void manyNodesReplaceAKeyOnce() {
        TestNode other = new TestNode(store);
        KeyId old = node.sealsUnder(CLINIC);
        other.seal(CLINIC);
        spend(old, LIMIT / 2);

        KeyId next = sealUntilReplaced(old);
        for (int i = 0; i < 2 * SealBudget.FIRST_BLOCK; i++) {
            other.seal(CLINIC);
        }

        assertThat(other.sealsUnder(CLINIC)).isEqualTo(next);
        assertThat(store.findAll(CLINIC, KeyUsage.FIELD)).hasSize(2);
    }

    @Test
    void goesOnWhileAKeyCannotBeReplacedYet() {
        KeyId old = node.sealsUnder(CLINIC);
        spend(old, LIMIT / 2);
        node.kms.unavailable = true;

        for (int i = 0; i < 2 * SealBudget.FIRST_BLOCK; i++) {
            assertThat(node.sealsUnder(CLINIC)).isEqualTo(old);
        }
    }

    @Test
    void sealsNothingBeyondTheLimit() {
        KeyId old = node.sealsUnder(CLINIC);
        node.kms.unavailable = true;
        spend(old, LIMIT - count(old) - 10);
        long seals = sealUntilRefused();

        assertThat(count(old)).isEqualTo(LIMIT);
        assertThat(seals).isLessThanOrEqualTo(SealBudget.FIRST_BLOCK + 10);
        node.kms.unavailable = false;
        assertThat(node.sealsUnder(CLINIC)).isNotEqualTo(old);
    }

    @Test
    void sealsNothingThatTheStoreDoesNotCount() {
        ReplaceableStore failing = new ReplaceableStore(store);
        TestNode cutOff = new TestNode(failing.store());
        cutOff.seal(CLINIC);
        failing.goDown();
        int sealed = 1;
        try {
            while (sealed < 2 * SealBudget.FIRST_BLOCK) {
                cutOff.seal(CLINIC);
                sealed++;
            }
        } catch (KeyStoreUnavailableException e) {
            assertThat(sealed).isEqualTo((int) SealBudget.FIRST_BLOCK);
        }
        assertThat(sealed).isEqualTo((int) SealBudget.FIRST_BLOCK);
        failing.comeUp();
        cutOff.seal(CLINIC);
    }

    @Test
    void asksForTheActiveKeyAnewWhenItsOwnIsNotActiveAnyMore() {
        TestNode other = new TestNode(store);
        KeyId old = other.sealsUnder(CLINIC);
        KeyId next = node.keys.rotate(CLINIC, "test", "test").id();
        for (int i = 0; i < 2 * SealBudget.FIRST_BLOCK; i++) {
            other.seal(CLINIC);
        }

        assertThat(other.sealsUnder(CLINIC)).isEqualTo(next);
        assertThat(count(old)).isLessThanOrEqualTo(SealBudget.FIRST_BLOCK);
    }

    /** Copies of a process would each spend what was counted once. */
    @Test
    void countsAnewAfterTheProcessWasCopied() {
        KeyId id = node.sealsUnder(CLINIC);
        sealTen();

        node.ring.renewRandomness();
        node.seal(CLINIC);

        assertThat(count(id)).isEqualTo(2 * SealBudget.FIRST_BLOCK);
    }

    /** Time services step clocks, also while the key store is away and nothing can be counted. */
    @Test
    void keepsWhatWasCountedWhereTheWallClockJumps() {
        KeyId id = node.sealsUnder(CLINIC);
        sealTen();

        node.clock.jump(Duration.ofMillis(25));
        node.seal(CLINIC);

        assertThat(count(id)).isEqualTo(SealBudget.FIRST_BLOCK);
    }

    /** Until the cipher has some in advance. */
    private void sealTen() {
        for (int i = 0; i < 10; i++) {
            node.seal(CLINIC);
        }
    }

    @Test
    void countsAnewForAKeyThatLeftTheRingBeforeTheCopy() {
        KeyId id = node.sealsUnder(CLINIC);
        node.ring.evict(id);

        node.ring.renewRandomness();
        node.seal(CLINIC);

        assertThat(count(id)).isEqualTo(2 * SealBudget.FIRST_BLOCK);
    }

    @Test
    void spendsNothingThatWasBeingCountedWhenTheProcessWasCopied() {
        AtomicReference<SealBudget> copied = new AtomicReference<>();
        SealBudget budget = new SealBudget(
                seals -> {
                    copied.get().giveUp();
                    return new CountedSeals(seals, seals);
                },
                Runnable::run,
                node.clock,
                TestKeyRing.HARD_LIMIT);
        copied.set(budget);

        assertThat(budget.refill()).isTrue();

        assertThat(budget.take(1)).isZero();
        assertThat(budget.end().seals()).as("to be given back").isZero();
    }

    @Test
    void tellsOfEveryBlock() {
        KeyId id = node.sealsUnder(CLINIC);

        assertThat(node.events)
                .contains(new SealEvent.SealsReserved(id, CLINIC, SealBudget.FIRST_BLOCK, SealBudget.FIRST_BLOCK));
        assertThat(node.keys.info(id).sealCount()).isEqualTo(SealBudget.FIRST_BLOCK);
    }

    private KeyId sealUntilReplaced(KeyId old) {
        for (int i = 0; i < 2 * SealBudget.FIRST_BLOCK; i++) {
            KeyId id = node.sealsUnder(CLINIC);
            if (!id.equals(old)) {
                return id;
            }
        }
        throw new AssertionError("the key was not replaced");
    }

    private long sealUntilRefused() {
        long[] seals = {0};
        assertThatThrownBy(() -> {
                    while (seals[0] < 10 * SealBudget.FIRST_BLOCK) {
                        node.seal(CLINIC);
                        seals[0]++;
                    }
                })
                .isInstanceOf(KeyUnusableException.class)
                .hasMessageContaining("rotate");
        return seals[0];
    }

    /** As many nodes would. */
    private void spend(KeyId id, long seals) {
        assertThat(store.reserveSeals(id, seals, LIMIT)).isPresent();
    }

    private long count(KeyId id) {
        return store.find(id).orElseThrow().sealCount();
    }
}
