package io.columnseal.codec;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The types of java.time that are a few numbers; each with nanosecond precision and the whole range of its type. Names,
 * order and widths are frozen by stored data.
 */
final class JavaTimeCodecs {

    private static final int DATE_BYTES = 8;
    private static final int TIME_BYTES = 8;
    private static final int DATE_TIME_BYTES = DATE_BYTES + TIME_BYTES;
    private static final int OFFSET_BYTES = 4;
    private static final int SECONDS_AND_NANOS_BYTES = 12;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    static final ValueCodec<LocalDate> DATE =
            fixed("date", LocalDate.class, DATE_BYTES, JavaTimeCodecs::put, JavaTimeCodecs::date);

    static final ValueCodec<LocalTime> TIME =
            fixed("time", LocalTime.class, TIME_BYTES, JavaTimeCodecs::put, JavaTimeCodecs::time);

    static final ValueCodec<Instant> INSTANT = fixed(
            "instant",
            Instant.class,
            SECONDS_AND_NANOS_BYTES,
            (bytes, value) -> bytes.putLong(value.getEpochSecond()).putInt(value.getNano()),
            bytes -> Instant.ofEpochSecond(bytes.getLong(), nanos(bytes)));

    private JavaTimeCodecs() {}

    static List<ValueCodec<?>> all() {
        return List.of(
                DATE,
                TIME,
                INSTANT,
                fixed("date-time", LocalDateTime.class, DATE_TIME_BYTES, JavaTimeCodecs::put, JavaTimeCodecs::dateTime),
                fixed(
                        "offset-date-time",
                        OffsetDateTime.class,
                        DATE_TIME_BYTES + OFFSET_BYTES,
                        (bytes, value) -> {
                            put(bytes, value.toLocalDateTime());
                            put(bytes, value.getOffset());
                        },
                        bytes -> OffsetDateTime.of(dateTime(bytes), offset(bytes))),
                fixed(
                        "offset-time",
                        OffsetTime.class,
                        TIME_BYTES + OFFSET_BYTES,
                        (bytes, value) -> {
                            put(bytes, value.toLocalTime());
                            put(bytes, value.getOffset());
                        },
                        bytes -> OffsetTime.of(time(bytes), offset(bytes))),
                fixed(
                        "duration",
                        Duration.class,
                        SECONDS_AND_NANOS_BYTES,
                        (bytes, value) -> bytes.putLong(value.getSeconds()).putInt(value.getNano()),
                        bytes -> Duration.ofSeconds(bytes.getLong(), nanos(bytes))),
                fixed(
                        "period",
                        Period.class,
                        3 * Integer.BYTES,
                        (bytes, value) -> bytes.putInt(value.getYears())
                                .putInt(value.getMonths())
                                .putInt(value.getDays()),
                        bytes -> Period.of(bytes.getInt(), bytes.getInt(), bytes.getInt())),
                fixed(
                        "year",
                        Year.class,
                        Integer.BYTES,
                        (bytes, value) -> bytes.putInt(value.getValue()),
                        bytes -> Year.of(bytes.getInt())),
                fixed(
                        "year-month",
                        YearMonth.class,
                        Integer.BYTES + 1,
                        (bytes, value) -> bytes.putInt(value.getYear()).put((byte) value.getMonthValue()),
                        bytes -> YearMonth.of(bytes.getInt(), bytes.get())),
                fixed(
                        "month-day",
                        MonthDay.class,
                        2,
                        (bytes, value) ->
                                bytes.put((byte) value.getMonthValue()).put((byte) value.getDayOfMonth()),
                        bytes -> MonthDay.of(bytes.get(), bytes.get())),
                fixed("zone-offset", ZoneOffset.class, OFFSET_BYTES, JavaTimeCodecs::put, JavaTimeCodecs::offset));
    }

    static void put(ByteBuffer bytes, LocalDateTime value) {
        put(bytes, value.toLocalDate());
        put(bytes, value.toLocalTime());
    }

    static void put(ByteBuffer bytes, ZoneOffset value) {
        bytes.putInt(value.getTotalSeconds());
    }

    static LocalDateTime dateTime(ByteBuffer bytes) {
        return LocalDateTime.of(date(bytes), time(bytes));
    }

    static ZoneOffset offset(ByteBuffer bytes) {
        return ZoneOffset.ofTotalSeconds(bytes.getInt());
    }

    private static void put(ByteBuffer bytes, LocalDate value) {
        bytes.putLong(value.toEpochDay());
    }

    private static void put(ByteBuffer bytes, LocalTime value) {
        bytes.putLong(value.toNanoOfDay());
    }

    private static LocalDate date(ByteBuffer bytes) {
        return LocalDate.ofEpochDay(bytes.getLong());
    }

    private static LocalTime time(ByteBuffer bytes) {
        return LocalTime.ofNanoOfDay(bytes.getLong());
    }

    private static int nanos(ByteBuffer bytes) {
        int nanos = bytes.getInt();
        // The factories would carry what is beyond a second, so two encodings would decode to one value.
        if (nanos < 0 || nanos >= NANOS_PER_SECOND) {
            throw new DateTimeException("nanos");
        }
        return nanos;
    }

    private static <T> ValueCodec<T> fixed(
            String name,
            Class<T> type,
            int lengthBytes,
            BiConsumer<ByteBuffer, T> writer,
            Function<ByteBuffer, T> reader) {
        return new FixedLengthCodec<>(name, type, lengthBytes, writer, reader);
    }
}
