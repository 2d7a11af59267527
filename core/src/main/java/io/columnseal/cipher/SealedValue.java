package io.columnseal.cipher;

import io.columnseal.internal.FieldLayout;
import io.columnseal.key.KeyId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * What stands outside the ciphertext of a sealed value, and its text form. Says nothing of whether the value is genuine.
 * Safe for use by many threads.
 */
public final class SealedValue {

    /** Bytes that all values sealed under one key start with, and no other value. */
    public static final int PREFIX_BYTES = FieldLayout.HEADER_BYTES;

    /** Characters that all values sealed under one key start with in their text form, and no other value. */
    public static final int PREFIX_CHARACTERS = 12;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private SealedValue() {}

    /** Suite and key of a value, if it has the length and the header of a sealed value. */
    public static Optional<Header> header(byte[] sealed) {
        return sealed.length < FieldLayout.MIN_BYTES ? Optional.empty() : beginningOf(sealed);
    }

    /** Suite and key that a value begins with, however long it is and whatever follows. */
    public static Optional<Header> beginningOf(byte[] value) {
        if (value.length < PREFIX_BYTES) {
            return Optional.empty();
        }
        long id = ByteBuffer.wrap(value).getLong(FieldLayout.KEY_ID_OFFSET);
        if (id == 0) {
            return Optional.empty();
        }
        return Suite.ofId(value[FieldLayout.SUITE_OFFSET]).map(suite -> new Header(suite, new KeyId(id)));
    }

    /** The same of a text form. */
    public static Optional<Header> beginningOf(String text) {
        return text.length() < PREFIX_CHARACTERS
                ? Optional.empty()
                : fromText(text.substring(0, PREFIX_CHARACTERS)).flatMap(SealedValue::beginningOf);
    }

    /** The first {@value #PREFIX_BYTES} bytes of every value sealed under a key. */
    public static byte[] prefix(Suite suite, KeyId key) {
        return ByteBuffer.allocate(PREFIX_BYTES)
                .put(suite.id())
                .putLong(key.value())
                .array();
    }

    /** The first {@value #PREFIX_CHARACTERS} characters of every value sealed under a key, in text form. */
    public static String textPrefix(Suite suite, KeyId key) {
        return toText(prefix(suite, key));
    }

    /** The text form: base64url without padding, RFC 4648 section 5. */
    public static String toText(byte[] sealed) {
        return ENCODER.encodeToString(sealed);
    }

    /**
     * Reads the text form back. Every text but the one that {@link #toText} makes is refused: the JDK's decoder takes
     * several texts for the same bytes, and a value with two texts could be altered unnoticed.
     *
     * @return the bytes, or empty if the text is not of this form
     */
    public static Optional<byte[]> fromText(String text) {
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(text);
            return toText(sealed).equals(text) ? Optional.of(sealed) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** First bytes of a sealed value. */
    public record Header(Suite suite, KeyId key) {}
}
