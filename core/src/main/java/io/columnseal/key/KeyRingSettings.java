package io.columnseal.key;

import io.columnseal.ConfigurationException;
import java.time.Duration;

/**
 * How long and how many keys a {@link KeyRing} holds.
 *
 * @param ttl how long a key serves before it is unwrapped anew
 * @param hardLimit how long a key serves while it cannot be unwrapped anew, from its last unwrap
 * @param maximumSize how many keys are held
 */
public record KeyRingSettings(Duration ttl, Duration hardLimit, int maximumSize) {

    public KeyRingSettings {
        if (ttl.isNegative() || ttl.isZero()) {
            throw new ConfigurationException("columnseal.cache.ttl", "must be longer than zero, for example 5m");
        }
        if (hardLimit.compareTo(ttl) < 0) {
            throw new ConfigurationException("columnseal.cache.hard-limit", "must not be shorter than the ttl");
        }
        if (maximumSize < 1) {
            throw new ConfigurationException("columnseal.cache.maximum-size", "must be at least 1");
        }
    }
}
