package io.columnseal.key;

import java.time.Duration;
import java.time.Instant;

/**
 * How long it takes until no node is left that does not know a new INDEX key: by then each has loaded it, or serves
 * nothing any more.
 *
 * @param hardLimit how long a node may serve without hearing of a new key
 */
record IndexGrace(Duration hardLimit) {

    /** For clocks of nodes that differ. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    /** When values begin to be made with the key that replaced this one, by each node's own clock. */
    Instant endOf(Predecessor predecessor) {
        return predecessor.replacedAt().plus(hardLimit).plus(MARGIN);
    }

    /**
     * When, by whatever node's clock, no node makes values with this key any more; those of unique indexes only if it is
     * superseded.
     */
    Instant lastUseOf(Predecessor predecessor) {
        Instant superseded = predecessor.supersededAt();
        Instant announced = superseded == null ? predecessor.replacedAt() : superseded;
        return announced.plus(hardLimit).plus(MARGIN).plus(MARGIN);
    }
}
