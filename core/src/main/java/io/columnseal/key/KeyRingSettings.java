package io.columnseal.key;

import io.columnseal.ConfigurationException;
import java.time.Duration;

/**
 * How long and how many keys a {@link KeyRing} holds.
 *
 * @param ttl how long a key serves before it is unwrapped anew
 * @param hardLimit how long a key serves while it cannot be unwrapped anew, from its last unwrap; a key
 *     that nobody uses is wiped then; a year at most
 * @param maximumSize how many keys are held
 */
public record KeyRingSettings(Duration ttl, Duration hardLimit, int maximumSize) {

    /** Far more than anybody wants, far less than a number of nanoseconds can say. */
    private static final Duration LONGEST = Duration.ofDays(365);

    public KeyRingSettings {
        if (ttl.isNegative() || ttl.isZero()) {
            throw new ConfigurationException("columnseal.cache.ttl", "must be longer than zero, for example 5m");
        }
        if (hardLimit.compareTo(ttl) < 0) {
            throw new ConfigurationException("columnseal.cache.hard-limit", "must not be shorter than the ttl");
        }
        if (hardLimit.compareTo(LONGEST) > 0) {
            throw new ConfigurationException(
                    "columnseal.cache.hard-limit", "must not be longer than " + LONGEST.toDays() + "d");
        }
        if (maximumSize < 1) {
            throw new ConfigurationException("columnseal.cache.maximum-size", "must be at least 1");
        }
    }
}
