package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.KeyStoreRefusedException;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.internal.CoarseClock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nodes tell each other of themselves, and what may be concluded from it. */
class ConvergenceTest {

    private static final String CLINIC = "clinic-1";
    private static final Duration ANNOUNCED = TestNode.CHANGES.announced();

    private final CoarseClock clock = CoarseClock.standing();
    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore(clock::nanos);
    private final TestNode one = new TestNode(store, clock);
    private final TestNode other = new TestNode(store, clock);

    @Test
    void announcesThePollIntervalWhileAllNodesAreHeard() {
        one.seal(CLINIC);
        other.seal(CLINIC);
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofSeconds(5));
            one.polling.look();
            other.polling.look();
            assertThat(one.keys.staleness()).isEqualTo(ANNOUNCED);
        }
    }

    @Test
    void announcesTheHardLimitWhileANodeIsSilent() {
        one.seal(CLINIC);
        other.seal(CLINIC);
        lookFor(TestNode.CHANGES.longestPause().plusSeconds(5));

        assertThat(one.keys.staleness()).isEqualTo(TestKeyRing.HARD_LIMIT);
    }

    @Test
    void forgetsANodeThatHoldsNoKeyAnyMore() {
        one.seal(CLINIC);
        other.seal(CLINIC);
        lookFor(TestNode.CHANGES.forgottenAfter().plusSeconds(5));

        assertThat(one.keys.staleness()).isEqualTo(ANNOUNCED);
    }

    @Test
    void hearsOfANodeThatStops() {
        one.seal(CLINIC);
        other.seal(CLINIC);
        other.close();
        lookFor(TestNode.CHANGES.longestPause().plusSeconds(5));

        assertThat(one.keys.staleness()).isEqualTo(ANNOUNCED);
        assertThat(store.nodes().all()).hasSize(1);
    }

    @Test
    void knowsOfEveryNodeWhetherItKnowsOfAChange() {
        KeyId old = one.sealsUnder(CLINIC);
        other.seal(CLINIC);
        one.keys.rotate(CLINIC, "test", "test");
        assertThat(one.keys.isKnownToAllNodes(old)).isFalse();
        one.polling.look();
        assertThat(one.keys.isKnownToAllNodes(old)).isFalse();

        other.polling.look();

        assertThat(one.keys.isKnownToAllNodes(old)).isTrue();
        assertThat(other.sealsUnder(CLINIC)).isNotEqualTo(old);
    }

    @Test
    void aChangeIsKnownWhenNoKeyFromBeforeItCanServe() {
        KeyId old = one.sealsUnder(CLINIC);
        other.seal(CLINIC);
        one.keys.rotate(CLINIC, "test", "test");
        Clock later =
                Clock.offset(Clock.systemUTC(), TestNode.CHANGES.certainAfter().plusSeconds(1));

        assertThat(new Convergence(store, TestNode.CHANGES, later).isKnownToAllNodes(old))
                .isTrue();
    }

    /** Two processes restored from one snapshot go by one name, and the faster would speak for the slower. */
    @Test
    void takesAnotherNameWhenAnotherProcessGoesByItsOwn() {
        one.seal(CLINIC);
        String name = store.nodes().all().get(0).id();
        assertThat(store.nodes().acknowledge(name, "copy", store.revision(), 2)).isTrue();
        clock.advance(ThisNode.HEARTBEAT);

        one.polling.look();

        assertThat(store.nodes().all()).hasSize(2);
        clock.advance(ThisNode.HEARTBEAT);
        one.polling.look();
        assertThat(store.nodes().all()).hasSize(2);
    }

    @Test
    void getsNoActiveKeyWhenTheOthersMayHaveForgottenIt() {
        FailingRegistry registry = new FailingRegistry(store.nodes());
        ThisNode node = new ThisNode(registry, TestNode.CHANGES, clock);
        node.requireHeard();
        registry.failure = new KeyStoreUnavailableException("acknowledge", null);
        clock.advance(TestKeyRing.HARD_LIMIT.minusSeconds(1));
        node.requireHeard();
        clock.advance(Duration.ofSeconds(1));

        assertThatThrownBy(node::requireHeard).isInstanceOf(KeyStoreUnavailableException.class);
    }

    @Test
    void keepsItsNameThroughAnOutage() {
        FailingRegistry registry = new FailingRegistry(store.nodes());
        ThisNode node = new ThisNode(registry, TestNode.CHANGES, clock);
        node.requireHeard();
        registry.failure = new KeyStoreUnavailableException("acknowledge", null);
        assertThatThrownBy(() -> node.knows(1)).isInstanceOf(KeyStoreUnavailableException.class);
        registry.failure = null;
        node.knows(2);

        assertThat(store.nodes().all()).hasSize(1);
    }

    @Test
    void asksOnceForARightThatItDoesNotHave() {
        FailingRegistry registry = new FailingRegistry(store.nodes());
        registry.failure = new KeyStoreRefusedException("acknowledge", null);
        ThisNode node = new ThisNode(registry, TestNode.CHANGES, clock);

        node.requireHeard();
        node.requireHeard();

        assertThat(registry.asked).isEqualTo(1);
        registry.failure = null;
        clock.advance(ThisNode.HEARTBEAT);
        node.requireKnown();
        assertThat(registry.asked).isEqualTo(2);
    }

    @Test
    void sealsNoMoreWhereTheRightWasTakenAwayAndOthersForgetIt() {
        FailingRegistry registry = new FailingRegistry(store.nodes());
        ThisNode node = new ThisNode(registry, TestNode.CHANGES, clock);
        node.requireKnown();
        registry.failure = new KeyStoreRefusedException("acknowledge", null);
        clock.advance(TestNode.CHANGES.hardLimit());

        assertThatThrownBy(node::requireKnown).isInstanceOf(KeyStoreRefusedException.class);
        assertThatThrownBy(node::requireKnown).isInstanceOf(KeyStoreRefusedException.class);
    }

    private void lookFor(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusSeconds(5)) {
            clock.advance(Duration.ofSeconds(5));
            one.polling.look();
        }
    }

    private static final class FailingRegistry implements NodeRegistry {

        private final NodeRegistry registry;
        private RuntimeException failure;
        private int asked;

        FailingRegistry(NodeRegistry registry) {
            this.registry = registry;
        }

        @Override
        public boolean acknowledge(String node, String application, long revision, long beat) {
            asked++;
            if (failure != null) {
                throw failure;
            }
            return registry.acknowledge(node, application, revision, beat);
        }

        @Override
        public List<KnownNode> all() {
            return registry.all();
        }

        @Override
        public void remove(String node) {
            registry.remove(node);
        }

        @Override
        public void removeSilent(Duration longerThan) {
            registry.removeSilent(longerThan);
        }
    }
}
