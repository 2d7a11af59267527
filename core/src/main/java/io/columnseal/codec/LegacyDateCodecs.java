package io.columnseal.codec;

import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import java.util.Date;
import java.util.List;

/**
 * The date types from before java.time, in the encodings of their successors, so that an attribute may move on:
 * {@link Date} and {@link Timestamp} as instants, which is what they are in whatever time zone the process runs;
 * {@link java.sql.Date} as the day and {@link Time} as the time of day that they show in the default time zone, as JDBC
 * does. Mutable.
 */
@SuppressWarnings("JavaUtilDate") // what it is for
final class LegacyDateCodecs {

    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final long MILLIS_PER_SECOND = 1_000;

    /** More than a day and a change of clocks: two objects for one day are never further apart. */
    private static final long SAME_DAY_MILLIS = 26 * 3_600_000L;

    private LegacyDateCodecs() {}

    static List<ValueCodec<?>> all() {
        return List.of(
                new MutableViewCodec<>(
                        Date.class, JavaTimeCodecs.INSTANT, LegacyDateCodecs::instant, LegacyDateCodecs::date),
                new MutableViewCodec<>(
                        Timestamp.class, JavaTimeCodecs.INSTANT, Timestamp::toInstant, LegacyDateCodecs::timestamp),
                new MutableViewCodec<>(
                        java.sql.Date.class, JavaTimeCodecs.DATE, LegacyDateCodecs::day, LegacyDateCodecs::sqlDate),
                new MutableViewCodec<>(
                        Time.class, JavaTimeCodecs.TIME, LegacyDateCodecs::timeOfDay, LegacyDateCodecs::sqlTime));
    }

    /** {@link Date#toInstant} is not supported by java.sql's day and time. */
    private static Instant instant(Date value) {
        return value instanceof Timestamp timestamp ? timestamp.toInstant() : Instant.ofEpochMilli(value.getTime());
    }

    /** A Timestamp, which is a Date, where milliseconds are not enough: persistence providers hand those out too. */
    private static Date date(Instant instant) {
        return instant.get(ChronoField.NANO_OF_SECOND) % NANOS_PER_MILLI == 0
                ? new Date(instant.toEpochMilli())
                : timestamp(instant);
    }

    private static Timestamp timestamp(Instant instant) {
        Timestamp timestamp = new Timestamp(instant.toEpochMilli());
        timestamp.setNanos(instant.get(ChronoField.NANO_OF_SECOND));
        return timestamp;
    }

    private static LocalDate day(java.sql.Date value) {
        LocalDate day = value.toLocalDate();
        // Its calendar drops the era before year 1 and turns Julian before 1582; LocalDate's does neither.
        if (Math.abs(java.sql.Date.valueOf(day).getTime() - value.getTime()) > SAME_DAY_MILLIS) {
            throw new DateTimeException("era");
        }
        return day;
    }

    private static java.sql.Date sqlDate(LocalDate day) {
        java.sql.Date date = java.sql.Date.valueOf(day);
        if (!day(date).equals(day)) {
            throw new DateTimeException("calendar");
        }
        return date;
    }

    private static LocalTime timeOfDay(Time value) {
        int milli = (int) Math.floorMod(value.getTime(), MILLIS_PER_SECOND);
        return value.toLocalTime().with(ChronoField.MILLI_OF_SECOND, milli);
    }

    private static Time sqlTime(LocalTime time) {
        Time sqlTime = new Time(Time.valueOf(time).getTime() + time.get(ChronoField.MILLI_OF_SECOND));
        if (!timeOfDay(sqlTime).equals(time)) {
            throw new DateTimeException("finer than milliseconds");
        }
        return sqlTime;
    }
}
