package io.columnseal.reencrypt;

import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;

/**
 * A time of the day at which a run may work. One that ends before it begins goes on past midnight.
 *
 * @param from the first moment
 * @param to the first moment that is no longer part of it; the same as {@code from} for the whole day
 */
public record TimeWindow(LocalTime from, LocalTime to) {

    /**
     * Reads a window such as {@code 22:00-06:00}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static TimeWindow parse(String text) {
        String[] times = text.strip().split("\\s*-\\s*", -1);
        if (times.length == 2) {
            try {
                return new TimeWindow(LocalTime.parse(times[0]), LocalTime.parse(times[1]));
            } catch (DateTimeParseException e) {
                // As below
            }
        }
        throw new IllegalArgumentException("a time window is two times of the day, such as 22:00-06:00");
    }

    /** Whether a time of the day is part of it. */
    public boolean contains(LocalTime time) {
        if (from.equals(to)) {
            return true;
        }
        return from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
    }

    /** How long it is until it opens; zero while it is open. */
    public Duration untilOpen(LocalTime time) {
        if (contains(time)) {
            return Duration.ZERO;
        }
        Duration sameDay = Duration.between(time, from);
        return sameDay.isNegative() ? sameDay.plusDays(1) : sameDay;
    }
}
