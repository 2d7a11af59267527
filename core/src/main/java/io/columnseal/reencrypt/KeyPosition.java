package io.columnseal.reencrypt;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The key of a row as text, from which it comes back as the same Java values: each as a letter for its type, its length and
 * a colon.
 */
final class KeyPosition {

    /** What the column of the store takes. */
    static final int MAX_LENGTH = 2000;

    private KeyPosition() {}

    /** Empty if some part is of a type that is not known here, or the text would be too long. */
    static Optional<String> toText(Object[] key) {
        StringBuilder text = new StringBuilder();
        for (Object part : key) {
            Kind kind = Kind.of(part);
            if (kind == null) {
                return Optional.empty();
            }
            String value = part instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : part.toString();
            text.append(kind.letter).append(value.length()).append(':').append(value);
        }
        return text.length() > MAX_LENGTH ? Optional.empty() : Optional.of(text.toString());
    }

    /** Empty if this is no text that {@link #toText} makes, for a key of so many parts. */
    static Optional<Object[]> fromText(String text, int parts) {
        List<Object> key = new ArrayList<>();
        int at = 0;
        try {
            while (at < text.length()) {
                int colon = text.indexOf(':', at);
                int end = colon + 1 + Integer.parseInt(text.substring(at + 1, colon));
                key.add(Kind.of(text.charAt(at)).parser.parse(text.substring(colon + 1, end)));
                at = end;
            }
        } catch (RuntimeException e) {
            // Edited by somebody: the walk begins at the beginning
            return Optional.empty();
        }
        return key.size() == parts ? Optional.of(key.toArray()) : Optional.empty();
    }

    private enum Kind {
        SHORT('h', Short.class, Short::valueOf),
        INTEGER('i', Integer.class, Integer::valueOf),
        LONG('l', Long.class, Long::valueOf),
        BIG_INTEGER('n', BigInteger.class, BigInteger::new),
        DECIMAL('d', BigDecimal.class, BigDecimal::new),
        BOOLEAN('b', Boolean.class, Boolean::valueOf),
        TEXT('s', String.class, text -> text),
        BYTES('x', byte[].class, text -> HexFormat.of().parseHex(text)),
        ID('u', UUID.class, UUID::fromString),
        DATE('D', LocalDate.class, LocalDate::parse),
        TIME('T', LocalTime.class, LocalTime::parse),
        DATE_TIME('L', LocalDateTime.class, LocalDateTime::parse),
        OFFSET_DATE_TIME('O', OffsetDateTime.class, OffsetDateTime::parse);

        private final char letter;
        private final Class<?> type;
        private final Parser parser;

        Kind(char letter, Class<?> type, Parser parser) {
            this.letter = letter;
            this.type = type;
            this.parser = parser;
        }

        static @Nullable Kind of(Object part) {
            for (Kind kind : values()) {
                if (kind.type.equals(part.getClass())) {
                    return kind;
                }
            }
            return null;
        }

        static Kind of(char letter) {
            for (Kind kind : values()) {
                if (kind.letter == letter) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no type has this letter");
        }
    }

    @FunctionalInterface
    private interface Parser {

        Object parse(String text);
    }
}
