package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.columnseal.key.KnownNode;
import io.columnseal.key.NodeRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every node speaks for itself alone, and is silent by the clock of the store. */
abstract class NodeRegistryContract extends ManyNodesContract {

    @Test
    final void remembersWhatEachNodeKnows() {
        NodeRegistry nodes = store().nodes();
        assertThat(nodes.all()).isEmpty();

        assertThat(nodes.acknowledge("a", "Zoë's app", 7, 1)).isTrue();
        assertThat(nodes.acknowledge("b", "app", 8, 1)).isTrue();
        assertThat(nodes.acknowledge("a", "Zoë's app", 9, 2)).isTrue();

        assertThat(nodes.all())
                .extracting(KnownNode::id, KnownNode::application, KnownNode::revision)
                .containsExactlyInAnyOrder(tuple("a", "Zoë's app", 9L), tuple("b", "app", 8L));
    }

    @Test
    final void doesNotLetTwoProcessesSpeakForOneNode() {
        NodeRegistry nodes = store().nodes();
        nodes.acknowledge("a", "app", 7, 1);

        assertThat(nodes.acknowledge("a", "copy", 8, 1)).isFalse();
        assertThat(nodes.acknowledge("a", "copy", 8, 2)).isTrue();
        assertThat(nodes.acknowledge("a", "app", 9, 2)).isFalse();
        assertThat(nodes.acknowledge("b", "never there", 9, 2)).isFalse();

        assertThat(nodes.all()).extracting(KnownNode::revision).containsExactly(8L);
    }

    @Test
    final void measuresSilenceByItsOwnClock() {
        NodeRegistry nodes = store().nodes();
        nodes.acknowledge("a", "app", 7, 1);

        assertThat(nodes.all().get(0).silence()).isLessThan(Duration.ofMinutes(1));
        nodes.removeSilent(Duration.ofMinutes(1));
        assertThat(nodes.all()).hasSize(1);
        nodes.removeSilent(Duration.ofMinutes(-1));
        assertThat(nodes.all()).isEmpty();
    }

    @Test
    final void removesANodeThatLeaves() {
        NodeRegistry nodes = store().nodes();
        nodes.acknowledge("a", "app", 7, 1);
        nodes.acknowledge("b", "app", 7, 1);

        nodes.remove("a");
        nodes.remove("a");

        assertThat(nodes.all()).extracting(KnownNode::id).containsExactly("b");
        assertThat(nodes.acknowledge("a", "app", 8, 2)).isFalse();
    }
}
