package io.columnseal.spring;

import io.columnseal.ConfigurationException;
import io.columnseal.key.RotationSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/** Rotates the keys of all tenants at the times of a cron expression, each key once for each of them. */
final class CronRotation implements RotationSchedule {

    /** Nodes in different zones would each rotate at their own time. */
    static final ZoneId DEFAULT_ZONE = ZoneOffset.UTC;

    /** Where the last time that has passed is looked for first, and how much further each time after. */
    private static final Duration SHORTEST_LOOK_BACK = Duration.ofMinutes(1);

    private static final int FURTHER = 8;
    private static final Duration LONGEST_LOOK_BACK = Duration.ofDays(5 * 366);

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

    /** The last time that has passed, at which perhaps no node was there; whose keys were rotated then, are not again. */
    @Override
    public @Nullable Run first(Instant now) {
        Instant last = last(now);
        return last == null ? next(now) : new Run(now, last);
    }

    private @Nullable Instant last(Instant now) {
        Duration back = SHORTEST_LOOK_BACK;
        Instant last = null;
        while (last == null && back.compareTo(LONGEST_LOOK_BACK) <= 0) {
            ZonedDateTime time = times.next(now.minus(back).atZone(zone));
            while (time != null && !time.toInstant().isAfter(now)) {
                last = time.toInstant();
                time = times.next(time);
            }
            back = back.multipliedBy(FURTHER);
        }
        return last;
    }

    @Override
    public @Nullable Run next(Instant now) {
        ZonedDateTime next = times.next(now.atZone(zone));
        return next == null ? null : new Run(next.toInstant(), next.toInstant());
    }
}
