package io.columnseal.reencrypt;

import java.time.Duration;
import java.time.LocalTime;

/**
 * A time of the day at which a run may work. One that ends before it begins goes on past midnight.
 *
 * @param from the first moment
 * @param to the first moment that is no longer part of it; the same as {@code from} for the whole day
 */
public record TimeWindow(LocalTime from, LocalTime to) {

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
