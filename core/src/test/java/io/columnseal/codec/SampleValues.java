package io.columnseal.codec;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.StandardOpenOption;
import java.sql.Time;
import java.sql.Timestamp;
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
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Reads the type and value cells of the vector table. */
final class SampleValues {

    record Visit(String doctor, LocalDate on, BigDecimal fee, List<String> notes) {}

    static final Type MAP_OF_VISITS = new TypeToken<Map<String, Visit>>() {}.type();

    private record Sample(Type type, Function<String, Object> reader) {}

    private static final Map<String, Sample> READERS = readers();

    private SampleValues() {}

    static Type javaType(String type) {
        return READERS.get(type).type();
    }

    static Object sample(String type, String value) {
        return READERS.get(type).reader().apply(value);
    }

    private static Map<String, Sample> readers() {
        Map<String, Sample> readers = new HashMap<>();
        add(readers, "Byte", Byte.class, Byte::valueOf);
        add(readers, "Short", Short.class, Short::valueOf);
        add(readers, "Integer", Integer.class, Integer::valueOf);
        add(readers, "Long", Long.class, Long::valueOf);
        add(readers, "BigInteger", BigInteger.class, BigInteger::new);
        add(readers, "BigDecimal", BigDecimal.class, BigDecimal::new);
        add(readers, "Float", Float.class, Float::valueOf);
        add(readers, "Double", Double.class, Double::valueOf);
        add(readers, "Boolean", Boolean.class, Boolean::valueOf);
        add(readers, "String", String.class, SampleValues::text);
        add(readers, "char[]", char[].class, value -> text(value).toCharArray());
        add(readers, "Character", Character.class, value -> text(value).charAt(0));
        add(readers, "enum", StandardOpenOption.class, StandardOpenOption::valueOf);
        add(readers, "byte[]", byte[].class, HexFormat.of()::parseHex);
        add(readers, "UUID", UUID.class, UUID::fromString);
        add(readers, "LocalDate", LocalDate.class, LocalDate::parse);
        add(readers, "LocalTime", LocalTime.class, LocalTime::parse);
        add(readers, "LocalDateTime", LocalDateTime.class, LocalDateTime::parse);
        add(readers, "Instant", Instant.class, Instant::parse);
        add(readers, "OffsetDateTime", OffsetDateTime.class, OffsetDateTime::parse);
        add(readers, "OffsetTime", OffsetTime.class, OffsetTime::parse);
        add(readers, "ZonedDateTime", ZonedDateTime.class, ZonedDateTime::parse);
        add(readers, "Duration", Duration.class, Duration::parse);
        add(readers, "Period", Period.class, Period::parse);
        add(readers, "Year", Year.class, value -> Year.of(Integer.parseInt(value)));
        add(readers, "YearMonth", YearMonth.class, YearMonth::parse);
        add(readers, "MonthDay", MonthDay.class, MonthDay::parse);
        add(readers, "ZoneOffset", ZoneOffset.class, ZoneOffset::of);
        add(readers, "ZoneId", ZoneId.class, ZoneId::of);
        add(readers, "java.util.Date", Date.class, value -> Date.from(Instant.parse(value)));
        add(readers, "java.sql.Timestamp", Timestamp.class, value -> Timestamp.from(Instant.parse(value)));
        add(readers, "java.sql.Date", java.sql.Date.class, java.sql.Date::valueOf);
        add(readers, "java.sql.Time", Time.class, Time::valueOf);
        add(readers, "Currency", Currency.class, Currency::getInstance);
        add(readers, "Locale", Locale.class, Locale::forLanguageTag);
        add(readers, "URI", URI.class, URI::create);
        add(readers, "Map<String, Visit>", MAP_OF_VISITS, value -> visits());
        return readers;
    }

    private static void add(Map<String, Sample> readers, String name, Type type, Function<String, Object> reader) {
        readers.put(name, new Sample(type, reader));
    }

    /** Quoted; code points beyond ASCII as in Java source. */
    private static String text(String quoted) {
        return quoted.substring(1, quoted.length() - 1).translateEscapes().transform(SampleValues::unicodeEscapes);
    }

    private static String unicodeEscapes(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("U+", i)) {
                int end = text.indexOf(';', i);
                plain.appendCodePoint(Integer.parseInt(text.substring(i + 2, end), 16));
                i = end;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }

    private static Map<String, Visit> visits() {
        Map<String, Visit> visits = new LinkedHashMap<>();
        visits.put("b", new Visit("Roe", LocalDate.of(2026, 1, 31), new BigDecimal("12.50"), List.of()));
        visits.put("a", new Visit("Doe", LocalDate.of(1999, 12, 31), new BigDecimal("0"), List.of("x", "\u00e9")));
        return visits;
    }
}
