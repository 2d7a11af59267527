package io.columnseal.codec;

import static io.columnseal.codec.CodecTestSupport.assertDecodeRefused;
import static io.columnseal.codec.CodecTestSupport.assertRefused;
import static io.columnseal.codec.CodecTestSupport.assertReopens;
import static io.columnseal.codec.CodecTestSupport.bytes;
import static io.columnseal.codec.CodecTestSupport.codec;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextCodecTest {

    private final ValueCodec<String> text = codec(String.class);
    private final ValueCodec<char[]> chars = codec(char[].class);
    private final ValueCodec<Character> character = codec(Character.class);

    @Test
    void everyCodePointReopens() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                String value = Character.toString(codePoint);
                if (!text.decode(text.encode(value)).equals(value)) {
                    throw new AssertionError("U+" + Integer.toHexString(codePoint));
                }
            }
        }
    }

    @Test
    void textsOfEveryPlaneReopen() {
        Random random = new Random(4);
        for (int plane = 0; plane <= 16; plane++) {
            StringBuilder builder = new StringBuilder("?");
            for (int i = 0; i < 200; i++) {
                int codePoint = (plane << 16) | random.nextInt(0x10000);
                if (plane > 0 || codePoint < 0xD800 || codePoint > 0xDFFF) {
                    builder.appendCodePoint(codePoint);
                }
            }
            String value = builder.toString();
            assertReopens(text, value);
            assertReopens(chars, value.toCharArray());
            assertThat(chars.encode(value.toCharArray())).isEqualTo(text.encode(value));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD800",
                "\uDFFF",
                "a\uD83D",
                "\uD83Da",
                "\uDE00\uD83D",
                "\uD83D\uD83D\uDE00",
                "?\uD800?",
                "\u00e9\uDC00",
                "123-45-6789 and one unpaired half \uDBFF"
            })
    void unpairedSurrogatesAreRefused(String value) {
        assertRefused(text, () -> text.encode(value));
        assertRefused(chars, () -> chars.encode(value.toCharArray()));
    }

    @Test
    void theReplacementCharacterItselfSurvives() {
        for (String value : List.of("\uFFFD", "a\uFFFDb", "?\uFFFD?", "\uFFFD\uFFFD\uD83D\uDE00")) {
            assertReopens(text, value);
            assertReopens(chars, value.toCharArray());
        }
    }

    @Test
    void textIsNeitherNormalisedNorTrimmed() {
        for (String value : List.of(
                "",
                " ",
                " a ",
                "\u0000",
                "a\u0000b",
                "\r\n",
                "\uFEFFbom",
                "e\u0301",
                "\u00e9",
                "\u212B",
                "\u00C5",
                "\u202Ertl")) {
            assertReopens(text, value);
            assertReopens(chars, value.toCharArray());
        }
        assertThat(text.encode("e\u0301")).isNotEqualTo(text.encode("\u00e9"));
    }

    @Test
    void malformedUtf8IsRefused() {
        List<byte[]> malformed = List.of(
                bytes(0x80),
                bytes(0xC3),
                bytes(0xC0, 0x80), // overlong NUL
                bytes(0xC1, 0xBF), // overlong
                bytes(0xE0, 0x80, 0xAF), // overlong
                bytes(0xE2, 0x82),
                bytes(0xED, 0xA0, 0x80), // a surrogate
                bytes(0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80), // a pair of them: CESU-8
                bytes(0xF0, 0x80, 0x80, 0xAF), // overlong
                bytes(0xF4, 0x90, 0x80, 0x80), // beyond U+10FFFF
                bytes(0xF8, 0x88, 0x80, 0x80, 0x80),
                bytes(0xFE),
                bytes(0xFF),
                bytes('a', 0xEF, 0xBF, 0xBD, 0xFF), // U+FFFD well-formed, then not
                bytes('a', 'b', 0xC3, 'c'));
        for (byte[] encoded : malformed) {
            assertDecodeRefused(text, encoded);
            assertDecodeRefused(chars, encoded);
            assertDecodeRefused(character, encoded);
        }
    }

    @Test
    void tenMegabytesReopen() {
        String ascii = "0123456789".repeat(1_000_000);
        String mixed = "\uD83D\uDE00 \u00e9\uFFFD?".repeat(1_000_000);
        assertThat(text.decode(text.encode(ascii)).equals(ascii)).isTrue();
        assertThat(text.decode(text.encode(mixed)).equals(mixed)).isTrue();
        assertThat(chars.decode(chars.encode(mixed.toCharArray()))).isEqualTo(mixed.toCharArray());
        assertRefused(text, () -> text.encode(mixed + "\uD800"));
    }

    @Test
    void charArraysAreMutableAndCopied() {
        char[] value = "secret".toCharArray();
        char[] copy = chars.copy(value);
        value[0] = 'S';
        assertThat(chars.isMutable()).isTrue();
        assertThat(copy).isEqualTo("secret".toCharArray());
        assertThat(chars.sameValue(value, copy)).isFalse();
    }

    @Test
    void charactersAreTextsOfOneChar() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            char value = (char) c;
            if (Character.isSurrogate(value)) {
                assertRefused(character, () -> character.encode(value));
            } else if (character.decode(character.encode(value)) != value) {
                throw new AssertionError("U+" + Integer.toHexString(c));
            }
        }
        assertDecodeRefused(character, text.encode(""));
        assertDecodeRefused(character, text.encode("ab"));
        assertDecodeRefused(character, text.encode("\uD83D\uDE00"));
        assertThat(text.decode(character.encode('\u00e9'))).isEqualTo("\u00e9");
    }

    @Test
    void encodesAsUtf8() {
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            String value = random.ints(i, 0, 0xD800)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(text.encode(value)).isEqualTo(value.getBytes(StandardCharsets.UTF_8));
        }
    }
}
