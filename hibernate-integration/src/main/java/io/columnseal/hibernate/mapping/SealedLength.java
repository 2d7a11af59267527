package io.columnseal.hibernate.mapping;

import io.columnseal.Storage;
import io.columnseal.codec.ValueCodec;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.internal.FieldLayout;
import java.util.Date;
import java.util.UUID;
import org.hibernate.Length;
import org.jspecify.annotations.Nullable;

/** How long a column must be to hold every value that its declared length allows, sealed. */
final class SealedLength {

    private static final int BYTES_PER_CHARACTER = 4;
    private static final int BASE64_BYTES = 3;
    private static final int BASE64_CHARACTERS = 4;

    /** What JPA declares where nobody did. */
    private static final long UNDECLARED = Length.DEFAULT;

    /** Enough for a number of 500 digits, or any date with the longest name of a time zone. */
    private static final long NUMBER_OR_DATE = 255;

    private SealedLength() {}

    /**
     * Bytes of a binary column, characters of a text column.
     *
     * @param declared {@code @Column(length)}: characters of a text, bytes of an array; null if there is none
     * @param unlimited whether the attribute is a {@code @Lob}
     */
    static long of(EncryptedAttribute attribute, @Nullable Long declared, boolean unlimited) {
        long encoded = encodedBytes(attribute.codec(), declared == null ? UNDECLARED : declared, unlimited);
        if (encoded >= Length.LONG32) {
            return Length.LONG32;
        }
        int padding = attribute.paddingBytes();
        long padded = (encoded / padding + 1) * padding;
        long sealed = FieldLayout.MIN_BYTES - 1 + padded;
        long stored = attribute.storage() == Storage.TEXT
                ? (sealed * BASE64_CHARACTERS + BASE64_BYTES - 1) / BASE64_BYTES
                : sealed;
        return Math.min(stored, Length.LONG32);
    }

    private static long encodedBytes(ValueCodec<?> codec, long declared, boolean unlimited) {
        if (unlimited || declared == UNDECLARED && isDocument(codec)) {
            return Length.LONG32;
        }
        Class<?> type = codec.type();
        if (type == byte[].class) {
            return declared;
        }
        return isNumberOrDate(type) ? NUMBER_OR_DATE : declared * BYTES_PER_CHARACTER;
    }

    /** JSON columns have no length outside of encryption either. */
    private static boolean isDocument(ValueCodec<?> codec) {
        return codec.name().equals("json");
    }

    private static boolean isNumberOrDate(Class<?> type) {
        return Number.class.isAssignableFrom(type) && type.getName().startsWith("java.")
                || type == Boolean.class
                || type == Character.class
                || type == UUID.class
                || Date.class.isAssignableFrom(type)
                || type.getName().startsWith("java.time.");
    }
}
