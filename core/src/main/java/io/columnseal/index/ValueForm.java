package io.columnseal.index;

import io.columnseal.InvalidValueException;
import io.columnseal.codec.ValueCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Normal forms of everything but texts: one for values that count as equal in SQL. Frozen by stored data. */
final class ValueForm {

    private static final Set<Class<?>> INTEGRAL =
            Set.of(Byte.class, Short.class, Integer.class, Long.class, BigInteger.class);

    private ValueForm() {}

    static Function<Object, byte[]> of(ValueCodec<?> codec) {
        Class<?> type = codec.type();
        if (INTEGRAL.contains(type)) {
            return value -> integer(value, codec);
        }
        if (type == OffsetDateTime.class) {
            return value -> instant(cast(OffsetDateTime.class, value, codec).toInstant());
        }
        if (type == ZonedDateTime.class) {
            return value -> instant(cast(ZonedDateTime.class, value, codec).toInstant());
        }
        if (type == BigDecimal.class) {
            return encoded(codec, value -> withoutTrailingZeros((BigDecimal) value, codec));
        }
        if (type == Double.class) {
            return encoded(codec, value -> oneOfEqualOnes((Double) value));
        }
        if (type == Float.class) {
            return encoded(codec, value -> oneOfEqualOnes((Float) value));
        }
        return encoded(codec, UnaryOperator.identity());
    }

    /** @param canonical the same for all values that SQL calls equal */
    private static <T> Function<Object, byte[]> encoded(ValueCodec<T> codec, UnaryOperator<Object> canonical) {
        Class<T> type = codec.type();
        return value -> codec.encode(type.cast(canonical.apply(cast(type, value, codec))));
    }

    /** Adding zero makes one zero of two. */
    private static Double oneOfEqualOnes(Double number) {
        return number.isNaN() ? Double.NaN : number + 0.0;
    }

    private static Float oneOfEqualOnes(Float number) {
        return number.isNaN() ? Float.NaN : number + 0.0f;
    }

    private static BigDecimal withoutTrailingZeros(BigDecimal number, ValueCodec<?> codec) {
        try {
            return number.stripTrailingZeros();
        } catch (ArithmeticException e) {
            throw new InvalidValueException(codec.name(), "a number too large to be compared with others");
        }
    }

    /** The codec of all integral types, whose range does not matter: a number out of it is equal to none within. */
    private static byte[] integer(Object value, ValueCodec<?> codec) {
        if (!INTEGRAL.contains(value.getClass())) {
            throw wrongType(value, codec);
        }
        BigInteger number = value instanceof BigInteger big ? big : BigInteger.valueOf(((Number) value).longValue());
        return number.bitLength() < Long.SIZE
                ? ByteBuffer.allocate(Long.BYTES).putLong(number.longValue()).array()
                : number.toByteArray();
    }

    private static byte[] instant(Instant instant) {
        return ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(instant.getEpochSecond())
                .putInt(instant.getNano())
                .array();
    }

    private static <T> T cast(Class<T> type, Object value, ValueCodec<?> codec) {
        if (!type.isInstance(value)) {
            throw wrongType(value, codec);
        }
        return type.cast(value);
    }

    private static InvalidValueException wrongType(Object value, ValueCodec<?> codec) {
        return new InvalidValueException(
                codec.name(),
                "a " + value.getClass().getName() + " was given where a "
                        + codec.type().getName() + " is indexed");
    }
}
