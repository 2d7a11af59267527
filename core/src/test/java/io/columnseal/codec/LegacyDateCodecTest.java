package io.columnseal.codec;

import static io.columnseal.codec.CodecTestSupport.assertDecodeRefused;
import static io.columnseal.codec.CodecTestSupport.assertRefused;
import static io.columnseal.codec.CodecTestSupport.assertReopens;
import static io.columnseal.codec.CodecTestSupport.codec;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Date;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock(Resources.TIME_ZONE)
@SuppressWarnings("JavaUtilDate") // what it tests
class LegacyDateCodecTest {

    private final TimeZone defaultZone = TimeZone.getDefault();
    private final ValueCodec<Date> date = codec(Date.class);
    private final ValueCodec<Timestamp> timestamp = codec(Timestamp.class);
    private final ValueCodec<java.sql.Date> sqlDate = codec(java.sql.Date.class);
    private final ValueCodec<Time> sqlTime = codec(Time.class);

    @AfterEach
    void restoreTheTimeZone() {
        TimeZone.setDefault(defaultZone);
    }

    @Test
    void aDateIsAnInstant() {
        Instant instant = Instant.parse("1969-12-31T23:59:59.999Z");
        assertReopens(date, Date.from(instant));
        assertReopens(date, new Date(Long.MAX_VALUE / 1_000_000));
        assertThat(codec(Instant.class).decode(date.encode(Date.from(instant)))).isEqualTo(instant);
        assertThat(date.decode(date.encode(new Date(0))).getClass()).isEqualTo(Date.class);
    }

    @Test
    void aTimestampInADateAttributeKeepsItsNanoseconds() {
        Timestamp precise = Timestamp.from(Instant.parse("2026-02-28T13:45:30.123456789Z"));
        assertThat(date.decode(date.encode(precise))).isEqualTo(precise);
        assertThat(date.sameValue(precise, new Date(precise.getTime()))).isFalse();
        assertThat(date.sameValue(new Date(5), new Timestamp(5))).isTrue();
        assertThat(date.sameValue(new Timestamp(5), new Date(5))).isTrue();
    }

    @Test
    void aTimestampIsTheSameInstantInEveryTimeZone() {
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        Timestamp overlap = Timestamp.from(Instant.parse("2026-11-01T06:30:00.5Z"));
        byte[] encoded = timestamp.encode(overlap);
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        assertThat(timestamp.decode(encoded)).isEqualTo(overlap);
        assertReopens(timestamp, new Timestamp(-1));
        assertDecodeRefused(timestamp, codec(Instant.class).encode(Instant.MAX));
        assertDecodeRefused(date, codec(Instant.class).encode(Instant.MIN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu"})
    void aSqlDateIsADayInEveryTimeZone(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        for (LocalDate day = LocalDate.of(1899, 12, 1); day.getYear() < 2027; day = day.plusDays(17)) {
            java.sql.Date value = java.sql.Date.valueOf(day);
            if (value.toLocalDate().equals(day)) {
                assertReopens(sqlDate, value);
                assertThat(codec(LocalDate.class).decode(sqlDate.encode(value))).isEqualTo(day);
            }
        }
    }

    @Test
    void aSqlDateWithATimeIsStillThatDay() {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        java.sql.Date noon =
                new java.sql.Date(java.sql.Date.valueOf("2026-03-29").getTime() + 12 * 3_600_000);
        java.sql.Date reopened = sqlDate.decode(sqlDate.encode(noon));
        assertThat(reopened).isEqualTo(java.sql.Date.valueOf("2026-03-29"));
        assertThat(sqlDate.sameValue(noon, reopened)).isTrue();
    }

    @Test
    void daysThatTheOldCalendarCannotShowAreRefused() {
        assertReopens(sqlDate, java.sql.Date.valueOf("1582-10-15"));
        assertReopens(sqlDate, java.sql.Date.valueOf("1066-10-14"));
        assertDecodeRefused(sqlDate, codec(LocalDate.class).encode(LocalDate.of(1582, 10, 10)));
        assertDecodeRefused(sqlDate, codec(LocalDate.class).encode(LocalDate.of(-5, 1, 1)));
        java.sql.Date beforeYearOne =
                new java.sql.Date(java.sql.Date.valueOf("0001-06-01").getTime() - 400L * 86_400_000);
        assertRefused(sqlDate, () -> sqlDate.encode(beforeYearOne));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Europe/London", "Africa/Monrovia", "Asia/Kathmandu"})
    void aSqlTimeIsATimeOfDayWithMilliseconds(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        for (int second = 0; second < 86_400; second += 997) {
            LocalTime time = LocalTime.ofSecondOfDay(second).plusNanos((second % 1000) * 1_000_000L);
            Time value = sqlTime.decode(codec(LocalTime.class).encode(time));
            assertReopens(sqlTime, value);
            assertThat(value.toString())
                    .isEqualTo(LocalTime.ofSecondOfDay(second)
                            .format(java.time.format.DateTimeFormatter.ofPattern("HH:mm:ss")));
            assertThat(codec(LocalTime.class).decode(sqlTime.encode(value))).isEqualTo(time);
        }
        assertDecodeRefused(sqlTime, codec(LocalTime.class).encode(LocalTime.of(1, 2, 3, 1)));
    }

    @Test
    void areMutableAndCopied() {
        Date value = new Date(1);
        Date copy = date.copy(value);
        value.setTime(2);
        assertThat(date.isMutable()).isTrue();
        assertThat(copy).isEqualTo(new Date(1));
        assertThat(date.sameValue(value, copy)).isFalse();
        assertThat(timestamp.isMutable() && sqlDate.isMutable() && sqlTime.isMutable())
                .isTrue();
    }
}
