package io.columnseal.key;

import io.columnseal.ConfigurationException;
import java.time.Duration;

/**
 * How long a key that nothing is sealed under waits before it is erased, reversibly.
 *
 * @param delay how long at least
 * @param backupRetention how long backups of the data are kept: a restored one must find the keys of its values
 */
public record DestructionSettings(Duration delay, Duration backupRetention) {

    /** How long a key waits unless said otherwise. */
    public static final Duration DEFAULT_DELAY = Duration.ofDays(30);

    public DestructionSettings {
        requireNotNegative("columnseal.destruction.delay", delay);
        requireNotNegative("columnseal.destruction.backup-retention", backupRetention);
    }

    /** How long it is then. */
    Duration longest() {
        return delay.compareTo(backupRetention) < 0 ? backupRetention : delay;
    }

    private static void requireNotNegative(String setting, Duration duration) {
        if (duration.isNegative()) {
            throw new ConfigurationException(setting, "must not be negative, for example 30d");
        }
    }
}
