package io.columnseal.health;

import io.columnseal.ConfigurationException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * When people are expected to work on keys. Judged by the hour, as the access log is counted.
 *
 * @param from the first moment of a day
 * @param to the end of it, later than the beginning
 */
public record BusinessHours(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

    /** Monday to Friday, 7 to 19 o'clock, where this process runs. */
    public static final BusinessHours DEFAULT = new BusinessHours(
            Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY),
            LocalTime.of(7, 0),
            LocalTime.of(19, 0),
            ZoneId.systemDefault());

    public BusinessHours {
        days = Set.copyOf(days);
        if (!from.isBefore(to)) {
            throw new ConfigurationException("columnseal.health.business-hours", "must begin before they end");
        }
    }

    boolean contains(Instant time) {
        ZonedDateTime local = time.atZone(zone);
        LocalTime hour = local.toLocalTime();
        return days.contains(local.getDayOfWeek()) && !hour.isBefore(from) && hour.isBefore(to);
    }
}
