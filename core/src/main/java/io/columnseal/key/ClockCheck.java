package io.columnseal.key;

import io.columnseal.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Whether the clock of this process is right, as far as that of the key database tells. What cannot be undone, and is due by
 * what another node dated, is not decided by one clock alone: a machine that comes up a month ahead would erase every key that
 * waits, and one that is behind would date a count so that the next one is due at once.
 */
final class ClockCheck {

    /** Also what counts are further apart for it. */
    static final Duration MARGIN = Duration.ofMinutes(5);

    private final NodeRegistry nodes;
    private final InstantSource clock;

    ClockCheck(NodeRegistry nodes, InstantSource clock) {
        this.nodes = nodes;
        this.clock = clock;
    }

    /** @throws ConfigurationException if the two differ by more than a margin */
    void require() {
        Instant here = clock.instant();
        nodes.now().ifPresent(there -> {
            Duration ahead = Duration.between(there, here);
            if (ahead.abs().compareTo(MARGIN) > 0) {
                throw new ConfigurationException(
                        "clock",
                        "of this process is " + ahead.abs().toSeconds() + " seconds "
                                + (ahead.isNegative() ? "behind" : "ahead of")
                                + " that of the key database. Until both are right, no key is counted, destroyed or erased");
            }
        });
    }
}
