package io.columnseal.key;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The nodes on one {@link InMemoryDataKeyStore}. */
final class InMemoryNodeRegistry implements NodeRegistry {

    private final Map<String, Heard> nodes = new HashMap<>();
    private final LongSupplier clock;

    /** @param clock nanoseconds */
    InMemoryNodeRegistry(LongSupplier clock) {
        this.clock = clock;
    }

    private record Heard(String application, long revision, long beat, long nanos) {}

    @Override
    public synchronized boolean acknowledge(String node, String application, long revision, long beat) {
        Heard last = nodes.get(node);
        if ((last == null ? 0 : last.beat) != beat - 1) {
            return false;
        }
        nodes.put(node, new Heard(last == null ? application : last.application, revision, beat, clock.getAsLong()));
        return true;
    }

    @Override
    public synchronized List<KnownNode> all() {
        return nodes.entrySet().stream()
                .map(node -> new KnownNode(
                        node.getKey(), node.getValue().application, node.getValue().revision, silence(node.getValue())))
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

    private Duration silence(Heard heard) {
        return Duration.ofNanos(clock.getAsLong() - heard.nanos);
    }
}
