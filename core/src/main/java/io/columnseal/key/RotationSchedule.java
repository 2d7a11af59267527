package io.columnseal.key;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When keys are rotated by themselves. All nodes may have the same one: each rotation names the keys that it is for by
 * their age, so that a key is rotated once however many nodes come to it, and whenever. Safe for use by many threads.
 */
public interface RotationSchedule {

    /** How old a key gets unless said otherwise. */
    Duration DEFAULT_MAX_AGE = Duration.ofDays(90);

    /** The first rotation of a node that starts now. */
    @Nullable Run first(Instant now);

    /** The next rotation of a node that has done one; null if there is none. */
    @Nullable Run next(Instant now);

    /**
     * One rotation.
     *
     * @param at when
     * @param madeBefore keys that were made before this time are rotated
     */
    record Run(Instant at, Instant madeBefore) {}

    /** Rotates each key when it has this age; looks for such keys at start-up and every hour. */
    static RotationSchedule byAge(Duration maxAge) {
        return new RotationByAge(maxAge);
    }
}
