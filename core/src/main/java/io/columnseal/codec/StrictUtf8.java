package io.columnseal.codec;

import io.columnseal.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * UTF-8 that never alters a text: what has no encoding is refused instead of replaced, in both directions, and nothing
 * is normalised. Java's own conversions put {@code ?} or U+FFFD in its place, which is how records get lost.
 */
final class StrictUtf8 {

    private static final char REPLACEMENT = '\uFFFD';
    private static final String UNPAIRED_SURROGATE = "the text holds an unpaired surrogate, which is no character";
    private static final String MALFORMED = "the stored bytes are not UTF-8";

    private StrictUtf8() {}

    static byte[] encode(String text, String codec) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        // Where the JDK replaced something it left a '?', so texts without one need no second look.
        for (byte b : encoded) {
            if (b == '?') {
                requirePairedSurrogates(text, codec);
                break;
            }
        }
        return encoded;
    }

    static String decode(byte[] encoded, String codec) {
        String text = new String(encoded, StandardCharsets.UTF_8);
        // U+FFFD is either a replacement or was stored; only in the latter case does the text encode to the same bytes.
        if (text.indexOf(REPLACEMENT) >= 0 && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), encoded)) {
            throw new InvalidValueException(codec, MALFORMED);
        }
        return text;
    }

    /** Encodes without leaving a copy of the text in memory. */
    static byte[] encode(char[] text, String codec) {
        byte[] encoded = new byte[encodedBytes(text)];
        CoderResult result =
                StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text), ByteBuffer.wrap(encoded), true);
        if (!result.isUnderflow()) {
            Arrays.fill(encoded, (byte) 0);
            throw new InvalidValueException(codec, UNPAIRED_SURROGATE);
        }
        return encoded;
    }

    /** Decodes without leaving a copy of the text in memory. */
    static char[] decodeChars(byte[] encoded, String codec) {
        char[] buffer = new char[encoded.length];
        CharBuffer decoded = CharBuffer.wrap(buffer);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(encoded), decoded, true);
        char[] text = Arrays.copyOf(buffer, decoded.position());
        Arrays.fill(buffer, '\0');
        if (!result.isUnderflow()) {
            Arrays.fill(text, '\0');
            throw new InvalidValueException(codec, MALFORMED);
        }
        return text;
    }

    /** Exact for texts without unpaired surrogates: each half of a pair takes two of its four bytes. */
    private static int encodedBytes(char[] text) {
        int bytes = 0;
        for (char c : text) {
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    private static void requirePairedSurrogates(String text, String codec) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    throw new InvalidValueException(codec, UNPAIRED_SURROGATE);
                }
                i++;
            }
        }
    }
}
