package io.columnseal.key;

import io.columnseal.KeyNotFoundException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** What is known of what other nodes know of the key table. Safe for use by many threads. */
final class Convergence {

    private final DataKeyStore store;
    private final ChangeSettings settings;
    private final InstantSource wallClock;

    Convergence(DataKeyStore store, ChangeSettings settings, InstantSource wallClock) {
        this.store = store;
        this.settings = settings;
        this.wallClock = wallClock;
    }

    /** As {@link Keys#staleness()} says. */
    Duration staleness() {
        boolean allHeard = nodes().stream().allMatch(node -> node.silence().compareTo(settings.longestPause()) <= 0);
        return allHeard ? settings.announced() : settings.hardLimit();
    }

    /** As {@link Keys#isKnownToAllNodes(KeyId)} says. */
    boolean isKnownToAllNodes(KeyId id) {
        // The nodes first: what was changed after they were read is then a change that they do not know
        List<KnownNode> nodes = nodes();
        DataKeyRow row = store.find(id).orElseThrow(() -> new KeyNotFoundException(id));
        if (row.changedAt().plus(settings.certainAfter()).isBefore(wallClock.instant())) {
            return true;
        }
        long knownToAll = nodes.stream().mapToLong(KnownNode::revision).min().orElse(Long.MAX_VALUE);
        return knownToAll == Long.MAX_VALUE
                || store.changesSince(knownToAll).keys().stream()
                        .noneMatch(change -> change.id().equals(id));
    }

    private List<KnownNode> nodes() {
        return store.nodes().all().stream()
                .filter(node -> node.silence().compareTo(settings.forgottenAfter()) <= 0)
                .toList();
    }
}
