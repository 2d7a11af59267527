package io.columnseal.spring;

import io.columnseal.ConfigurationException;
import io.columnseal.key.RotationSchedule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/** Rotates the keys of all tenants at the times of a cron expression, each key once for each of them. */
final class CronRotation implements RotationSchedule {

    private final CronExpression times;
    private final ZoneId zone;

    CronRotation(String expression, ZoneId zone) {
        this.times = parsed(expression);
        this.zone = zone;
    }

    private static CronExpression parsed(String expression) {
        try {
            return CronExpression.parse(expression);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "columnseal.rotation.cron",
                    "is no cron expression of six fields, for example \"0 0 3 1 */3 *\" (" + e.getMessage() + ")");
        }
    }

    @Override
    public @Nullable Run first(Instant now) {
        return next(now);
    }

    @Override
    public @Nullable Run next(Instant now) {
        ZonedDateTime next = times.next(now.atZone(zone));
        return next == null ? null : new Run(next.toInstant(), next.toInstant());
    }
}
