package io.columnseal.key;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The processes that seal with the keys of a store, and what each knows of the key table: the table {@code
 * columnseal_nodes}. Times are those of the store's own clock, so that nodes whose clocks differ agree on them. Safe for
 * use by many threads; every method may throw {@link io.columnseal.KeyStoreException}.
 */
public interface NodeRegistry {

    /**
     * Says that all changes up to a revision have taken effect on a node.
     *
     * @param beat 1 for a node that is not there yet, else one more than the last time
     * @return false if the node is not there with the beat before, so that another process goes by its id: a copy of this
     *     one, say, restored from a snapshot
     */
    boolean acknowledge(String node, String application, long revision, long beat);

    /** All nodes that were not removed, in no order. */
    List<KnownNode> all();

    /**
     * The time by the store's own clock; empty if it has none but that of each process, so that there is nothing to compare
     * that with.
     */
    default Optional<Instant> now() {
        return Optional.empty();
    }

    /** Removes a node, which seals no more. */
    void remove(String node);

    /** Removes the nodes that were silent for longer than this. */
    void removeSilent(Duration longerThan);
}
