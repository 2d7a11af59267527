package io.columnseal.spring;

import io.columnseal.ConfigurationException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Backups of the keys by a schedule.
 *
 * @param directory Where the keys are backed up by themselves; they are not unless it is set.
 * @param interval How old the newest backup gets before another one is made.
 * @param keep How many backups that were made by themselves stay.
 * @param passphrase Opens the backups in place of the master key; 16 characters or more.
 */
record BackupProperties(
        @Nullable String directory,
        @DefaultValue("24h") Duration interval,
        @DefaultValue("10") int keep,
        @Nullable String passphrase) {

    static final String DIRECTORY = "columnseal.backup.directory";

    /** Whoever lists a directory each minute makes no more backups than that. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /** @throws ConfigurationException if no schedule is like this */
    BackupProperties requireSensible() {
        if (interval.compareTo(SHORTEST) < 0) {
            throw new ConfigurationException(
                    "columnseal.backup.interval", "must be a minute or longer, for example 24h");
        }
        if (keep < 1) {
            throw new ConfigurationException("columnseal.backup.keep", "must be at least 1");
        }
        return this;
    }

    /** A record prints all that it holds. */
    @Override
    public String toString() {
        return "BackupProperties[" + directory + "]";
    }
}
