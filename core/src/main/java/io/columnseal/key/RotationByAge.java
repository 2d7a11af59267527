package io.columnseal.key;

import io.columnseal.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Rotates keys of a certain age.
 *
 * @param maxAge an hour at least
 */
record RotationByAge(Duration maxAge) implements RotationSchedule {

    private static final Duration CHECKED_EVERY = Duration.ofHours(1);

    RotationByAge {
        if (maxAge.compareTo(CHECKED_EVERY) < 0) {
            throw new ConfigurationException("columnseal.rotation.max-age", "must be at least 1h, for example 90d");
        }
    }

    @Override
    public Run first(Instant now) {
        return run(now);
    }

    @Override
    public Run next(Instant now) {
        return run(now.plus(CHECKED_EVERY));
    }

    /** A key of exactly this age is due. */
    private Run run(Instant at) {
        return new Run(at, at.minus(maxAge).plus(1, ChronoUnit.MICROS));
    }
}
