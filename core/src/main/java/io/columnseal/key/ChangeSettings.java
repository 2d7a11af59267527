package io.columnseal.key;

import io.columnseal.ConfigurationException;
import java.time.Duration;

/**
 * How nodes hear of each other's changes of keys; the durations are to be the same on all of them.
 *
 * @param application what nodes of this kind are called, 255 characters at most
 * @param pollInterval how often a node looks for changes, at most
 * @param hardLimit how long a node may serve without hearing of any
 */
public record ChangeSettings(String application, Duration pollInterval, Duration hardLimit) {

    private static final int LONGEST_NAME = 255;
    private static final Duration SHORTEST = Duration.ofMillis(100);

    /** For a query that takes its time, and a clock that lags behind. */
    private static final Duration QUERY_MARGIN = Duration.ofSeconds(5);

    /** For clocks of nodes that differ. */
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(5);

    public ChangeSettings {
        if (application.length() > LONGEST_NAME) {
            throw new ConfigurationException(
                    "columnseal.application", "must not be longer than " + LONGEST_NAME + " characters");
        }
        if (pollInterval.compareTo(SHORTEST) < 0) {
            throw new ConfigurationException(
                    "columnseal.cache.poll-interval", "must not be shorter than 100ms, for example 5s");
        }
        if (pollInterval.compareTo(hardLimit) > 0) {
            throw new ConfigurationException(
                    "columnseal.cache.poll-interval", "must not be longer than columnseal.cache.hard-limit");
        }
    }

    /** How long a change takes until a node that is heard of knows it. */
    Duration announced() {
        return pollInterval.plus(QUERY_MARGIN);
    }

    /** Silent for longer than this, a node is not running or cut off from the key database. */
    Duration longestPause() {
        Duration heartbeat = pollInterval.compareTo(ThisNode.HEARTBEAT) > 0 ? pollInterval : ThisNode.HEARTBEAT;
        return heartbeat.plus(announced());
    }

    /** Silent for longer than this, a node seals nothing: it got no active key since, and none lives as long. */
    Duration forgottenAfter() {
        return hardLimit.multipliedBy(2).plus(CLOCK_MARGIN);
    }

    /** How long after a change, by whatever node's clock, it has taken effect everywhere, heard of or not. */
    Duration certainAfter() {
        return hardLimit.plus(CLOCK_MARGIN);
    }
}
