package io.columnseal.hibernate.mapping;

import io.columnseal.Storage;
import io.columnseal.codec.ValueCodec;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.internal.FieldLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.UUID;
import org.hibernate.Length;
import org.jspecify.annotations.Nullable;

/** How long a column must be to hold the values that its declared length allows, sealed. */
final class SealedLength {

    private static final int BYTES_PER_CHARACTER = 4;
    private static final int BASE64_BYTES = 3;
    private static final int BASE64_CHARACTERS = 4;

    /** What JPA declares where nobody did. */
    private static final long UNDECLARED = Length.DEFAULT;

    /** Given to numbers and dates: a number of 500 digits, or any date with the longest name of a time zone. */
    private static final long GENEROUS = 255;

    /** Needed by numbers of up to 38 digits, dates, UUIDs. */
    private static final long SMALL = 32;

    private SealedLength() {}

    /**
     * What a column is given: bytes of a binary one, characters of a text one.
     *
     * @param declared {@code @Column(length)}: characters of a text, bytes of an array; null if there is none
     * @param unlimited whether the attribute is a {@code @Lob}
     */
    static long of(EncryptedAttribute attribute, @Nullable Long declared, boolean unlimited) {
        long length = declared == null ? UNDECLARED : declared;
        ValueCodec<?> codec = attribute.codec();
        if (unlimited || length == UNDECLARED && isDocument(codec)) {
            return Length.LONG32;
        }
        Class<?> type = codec.type();
        long encoded = isSmall(type) ? GENEROUS : byDeclaration(type, length);
        return sealed(attribute, type.isEnum() ? Math.max(encoded, longestName(type)) : encoded);
    }

    /** What an existing column must have at least. Where nothing was declared, no more than JPA's default. */
    static long minimum(EncryptedAttribute attribute, @Nullable Long declared) {
        Class<?> type = attribute.codec().type();
        long length = declared == null ? UNDECLARED : declared;
        long encoded = type.isEnum() ? longestName(type) : isSmall(type) ? SMALL : byDeclaration(type, length);
        return sealed(attribute, encoded);
    }

    private static long sealed(EncryptedAttribute attribute, long encoded) {
        int padding = attribute.paddingBytes();
        long padded = (Math.min(encoded, Length.LONG32) / padding + 1) * padding;
        long sealed = FieldLayout.MIN_BYTES - 1 + padded;
        long stored = attribute.storage() == Storage.TEXT
                ? (sealed * BASE64_CHARACTERS + BASE64_BYTES - 1) / BASE64_BYTES
                : sealed;
        return Math.min(stored, Length.LONG32);
    }

    private static long byDeclaration(Class<?> type, long length) {
        return type == byte[].class ? length : length * BYTES_PER_CHARACTER;
    }

    private static long longestName(Class<?> type) {
        long longest = 0;
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            longest = Math.max(longest, name.getBytes(StandardCharsets.UTF_8).length);
        }
        return longest;
    }

    /** JSON columns have no length outside of encryption either. */
    private static boolean isDocument(ValueCodec<?> codec) {
        return codec.name().equals("json");
    }

    private static boolean isSmall(Class<?> type) {
        return Number.class.isAssignableFrom(type) && isOfJava(type)
                || type == BigDecimal.class
                || type == BigInteger.class
                || type == Boolean.class
                || type == Character.class
                || type == UUID.class
                || Date.class.isAssignableFrom(type)
                || type.getName().startsWith("java.time.");
    }

    private static boolean isOfJava(Class<?> type) {
        return type.getName().startsWith("java.lang.");
    }
}
