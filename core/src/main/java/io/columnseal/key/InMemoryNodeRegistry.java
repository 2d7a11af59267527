package io.columnseal.key;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The nodes on one {@link InMemoryDataKeyStore}. */
final class InMemoryNodeRegistry implements NodeRegistry {

    private final Map<String, StoreContent.Node> nodes = new HashMap<>();
    private final LongSupplier clock;

    /** @param clock nanoseconds */
    InMemoryNodeRegistry(List<StoreContent.Node> known, LongSupplier clock) {
        known.forEach(node -> nodes.put(node.id(), node));
        this.clock = clock;
    }

    synchronized List<StoreContent.Node> content() {
        return List.copyOf(nodes.values());
    }

    @Override
    public synchronized boolean acknowledge(String node, String application, long revision, long beat) {
        StoreContent.Node last = nodes.get(node);
        if ((last == null ? 0 : last.beat()) != beat - 1) {
            return false;
        }
        String name = last == null ? application : last.application();
        nodes.put(node, new StoreContent.Node(node, name, revision, beat, clock.getAsLong()));
        return true;
    }

    @Override
    public synchronized List<KnownNode> all() {
        return nodes.values().stream()
                .map(node -> new KnownNode(node.id(), node.application(), node.revision(), silence(node)))
                .toList();
    }

    @Override
    public synchronized void remove(String node) {
        nodes.remove(node);
    }

    @Override
    public synchronized void removeSilent(Duration longerThan) {
        nodes.values().removeIf(heard -> silence(heard).compareTo(longerThan) > 0);
    }

    private Duration silence(StoreContent.Node heard) {
        return Duration.ofNanos(clock.getAsLong() - heard.heardAt());
    }
}
