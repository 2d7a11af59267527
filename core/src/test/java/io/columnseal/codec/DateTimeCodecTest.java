package io.columnseal.codec;

import static io.columnseal.codec.CodecTestSupport.assertDecodeRefused;
import static io.columnseal.codec.CodecTestSupport.assertReopens;
import static io.columnseal.codec.CodecTestSupport.codec;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DateTimeCodecTest {

    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    @Test
    void theWholeRangeOfEveryTypeReopens() {
        assertReopens(codec(LocalDate.class), LocalDate.MIN);
        assertReopens(codec(LocalDate.class), LocalDate.MAX);
        assertReopens(codec(LocalTime.class), LocalTime.MIN);
        assertReopens(codec(LocalTime.class), LocalTime.MAX);
        assertReopens(codec(LocalDateTime.class), LocalDateTime.MIN);
        assertReopens(codec(LocalDateTime.class), LocalDateTime.MAX);
        assertReopens(codec(Instant.class), Instant.MIN);
        assertReopens(codec(Instant.class), Instant.MAX);
        assertReopens(codec(Instant.class), Instant.EPOCH);
        assertReopens(codec(OffsetDateTime.class), OffsetDateTime.MIN);
        assertReopens(codec(OffsetDateTime.class), OffsetDateTime.MAX);
        assertReopens(codec(OffsetTime.class), OffsetTime.MIN);
        assertReopens(codec(OffsetTime.class), OffsetTime.MAX);
        assertReopens(codec(Duration.class), Duration.ofSeconds(Long.MIN_VALUE));
        assertReopens(codec(Duration.class), Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
        assertReopens(codec(Duration.class), Duration.ofNanos(-1));
        assertReopens(codec(Period.class), Period.of(Integer.MIN_VALUE, Integer.MAX_VALUE, -1));
        assertReopens(codec(Year.class), Year.of(Year.MIN_VALUE));
        assertReopens(codec(Year.class), Year.of(Year.MAX_VALUE));
        assertReopens(codec(YearMonth.class), YearMonth.of(Year.MIN_VALUE, 1));
        assertReopens(codec(YearMonth.class), YearMonth.of(Year.MAX_VALUE, 12));
        assertReopens(codec(MonthDay.class), MonthDay.of(2, 29));
        assertReopens(codec(ZoneOffset.class), ZoneOffset.MIN);
        assertReopens(codec(ZoneOffset.class), ZoneOffset.MAX);
        assertReopens(codec(ZonedDateTime.class), LocalDateTime.MAX.atZone(ZoneOffset.MIN));
    }

    @Test
    void randomValuesReopen() {
        Random random = new Random(6);
        for (int i = 0; i < 2_000; i++) {
            LocalDateTime dateTime = LocalDateTime.ofEpochSecond(
                    random.nextLong() % 100_000_000_000L, random.nextInt(1_000_000_000), ZoneOffset.UTC);
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-64_800, 64_801));
            assertReopens(codec(LocalDate.class), dateTime.toLocalDate());
            assertReopens(codec(LocalTime.class), dateTime.toLocalTime());
            assertReopens(codec(LocalDateTime.class), dateTime);
            assertReopens(codec(Instant.class), dateTime.toInstant(offset));
            assertReopens(codec(OffsetDateTime.class), dateTime.atOffset(offset));
            assertReopens(codec(OffsetTime.class), dateTime.toLocalTime().atOffset(offset));
            assertReopens(codec(Duration.class), Duration.ofSeconds(random.nextLong(), random.nextInt(1_000_000_000)));
        }
    }

    @Test
    void zonedDateTimesOfEveryZoneReopenAroundEveryChangeOfClocks() {
        ValueCodec<ZonedDateTime> codec = codec(ZonedDateTime.class);
        for (String id : ZoneId.getAvailableZoneIds()) {
            ZoneId zone = ZoneId.of(id);
            ZonedDateTime day = LocalDateTime.of(2019, 1, 1, 12, 0).atZone(zone);
            var transition = zone.getRules().nextTransition(day.toInstant());
            assertReopens(codec, day);
            if (transition != null) {
                for (long minutes : new long[] {-90, -60, -30, -1, 0, 1, 30, 60, 90}) {
                    assertReopens(
                            codec,
                            transition.getInstant().plusSeconds(60 * minutes).atZone(zone));
                }
            }
        }
        assertReopens(codec, LocalDateTime.of(2026, 1, 1, 0, 0).atZone(ZoneId.of("UTC+01:00")));
        assertReopens(codec, LocalDateTime.of(2026, 1, 1, 0, 0).atZone(ZoneOffset.ofHours(-3)));
    }

    @Test
    void bothHoursOfAnOverlapStayApart() {
        ValueCodec<ZonedDateTime> codec = codec(ZonedDateTime.class);
        ZonedDateTime first = LocalDateTime.of(2026, 10, 25, 2, 30).atZone(ZoneId.of("Europe/Berlin"));
        ZonedDateTime second = first.withLaterOffsetAtOverlap();
        assertThat(first.getOffset()).isNotEqualTo(second.getOffset());
        assertReopens(codec, first);
        assertReopens(codec, second);
        assertThat(codec.sameValue(first, second)).isFalse();
    }

    @Test
    void whenAZonesRulesHaveChangedTheInstantIsKept() {
        LocalDateTime written = LocalDateTime.of(2026, 7, 1, 12, 0);
        byte[] underOtherRules = zoned(written, 3 * 3600, "Europe/Berlin");
        ZonedDateTime opened = codec(ZonedDateTime.class).decode(underOtherRules);
        assertThat(opened.toInstant()).isEqualTo(written.toInstant(ZoneOffset.ofHours(3)));
        assertThat(opened.getZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(opened.toLocalDateTime()).isEqualTo(LocalDateTime.of(2026, 7, 1, 11, 0));
    }

    @Test
    void zonesThatAreUnknownOrWrittenInAnotherWayAreRefused() {
        ValueCodec<ZonedDateTime> codec = codec(ZonedDateTime.class);
        LocalDateTime dateTime = LocalDateTime.of(2026, 7, 1, 12, 0);
        assertDecodeRefused(codec, zoned(dateTime, 0, ""));
        assertDecodeRefused(codec, zoned(dateTime, 0, "Atlantis/Capital"));
        assertDecodeRefused(codec, zoned(dateTime, 7200, "+2"));
        assertDecodeRefused(codec, zoned(dateTime, 7200, "+01:00"));
        assertDecodeRefused(codec, zoned(dateTime, 3600, "UTC+1"));
        assertDecodeRefused(codec, zoned(dateTime, 64_801, "Europe/Berlin"));
        assertDecodeRefused(codec, zoned(LocalDateTime.MAX, -3600, "Europe/Berlin"));
        assertDecodeRefused(codec(ZoneId.class), "+2".getBytes(StandardCharsets.UTF_8));
        assertDecodeRefused(codec(ZoneId.class), "Atlantis/Capital".getBytes(StandardCharsets.UTF_8));
        assertReopens(codec(ZoneId.class), ZoneOffset.ofHours(2));
        assertReopens(codec(ZoneId.class), ZoneId.of("America/Argentina/Buenos_Aires"));
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertDecodeRefused(codec(LocalDate.class), longs(LocalDate.MAX.toEpochDay() + 1));
        assertDecodeRefused(codec(LocalDate.class), longs(Long.MIN_VALUE));
        assertDecodeRefused(codec(LocalTime.class), longs(-1));
        assertDecodeRefused(codec(LocalTime.class), longs(NANOS_PER_DAY));
        assertDecodeRefused(codec(LocalDateTime.class), longs(0, NANOS_PER_DAY));
        assertDecodeRefused(codec(Instant.class), secondsAndNanos(0, 1_000_000_000));
        assertDecodeRefused(codec(Instant.class), secondsAndNanos(0, -1));
        assertDecodeRefused(codec(Instant.class), secondsAndNanos(Long.MAX_VALUE, 0));
        assertDecodeRefused(codec(Duration.class), secondsAndNanos(0, 1_000_000_000));
        assertDecodeRefused(codec(Duration.class), secondsAndNanos(0, -1));
        assertDecodeRefused(codec(OffsetTime.class), secondsAndNanos(0, 64_801));
        assertDecodeRefused(codec(Year.class), ints(Year.MAX_VALUE + 1));
        assertDecodeRefused(codec(ZoneOffset.class), ints(-64_801));
        for (int month : new int[] {0, 13, 255}) {
            assertDecodeRefused(
                    codec(YearMonth.class),
                    ByteBuffer.allocate(5).putInt(2026).put((byte) month).array());
            assertDecodeRefused(codec(MonthDay.class), new byte[] {(byte) month, 1});
        }
        assertDecodeRefused(codec(MonthDay.class), new byte[] {2, 30});
        assertDecodeRefused(codec(MonthDay.class), new byte[] {4, 31});
    }

    private static byte[] zoned(LocalDateTime dateTime, int offsetSeconds, String zone) {
        byte[] id = zone.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(20 + id.length)
                .putLong(dateTime.toLocalDate().toEpochDay())
                .putLong(dateTime.toLocalTime().toNanoOfDay())
                .putInt(offsetSeconds)
                .put(id)
                .array();
    }

    private static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length);
        for (long value : values) {
            bytes.putLong(value);
        }
        return bytes.array();
    }

    private static byte[] ints(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static byte[] secondsAndNanos(long seconds, int nanos) {
        return ByteBuffer.allocate(12).putLong(seconds).putInt(nanos).array();
    }
}
