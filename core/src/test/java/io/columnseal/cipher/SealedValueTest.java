package io.columnseal.cipher;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.key.KeyId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedValueTest {

    private static final KeyId KEY = new KeyId(0x0102_0304_0506_0708L);

    @Test
    void readsBackEveryTextItMakes() {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            byte[] sealed = new byte[random.nextInt(100)];
            random.nextBytes(sealed);
            String text = SealedValue.toText(sealed);

            assertThat(text).matches("[A-Za-z0-9_-]*");
            assertThat(SealedValue.fromText(text)).hasValue(sealed);
        }
    }

    /** Of the 8 flips of a character none may read as the same value; one that reads at all reads as another one. */
    @Test
    void noTwoTextsReadAsTheSameValue() {
        Random random = new Random(6);
        for (int i = 0; i < 60; i++) {
            byte[] sealed = new byte[38 + random.nextInt(6)];
            random.nextBytes(sealed);
            byte[] text = SealedValue.toText(sealed).getBytes(StandardCharsets.ISO_8859_1);
            for (int bit = 0; bit < 8 * text.length; bit++) {
                byte[] flipped = text.clone();
                flipped[bit / 8] ^= (byte) (1 << (bit % 8));
                assertThat(SealedValue.fromText(new String(flipped, StandardCharsets.ISO_8859_1))
                                .filter(read -> Arrays.equals(read, sealed)))
                        .isEmpty();
            }
        }
    }

    @Test
    void readsNoTruncatedTextAsTheSameValue() {
        byte[] sealed = new byte[40];
        String text = SealedValue.toText(sealed);
        for (int length = 0; length < text.length(); length++) {
            assertThat(SealedValue.fromText(text.substring(0, length)).filter(read -> read.length == sealed.length))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AQ==", "AQ=", "AR", "A", "AQ ", " AQ", "AQ\n", "A+", "A/", "\u0100\u0151", "AQ\u0000"})
    void refusesEveryOtherSpelling(String text) {
        assertThat(SealedValue.fromText(text)).isEmpty();
    }

    @Test
    void allValuesOfAKeyStartAlikeInBothForms() {
        byte[] sealed = Arrays.copyOf(SealedValue.prefix(Suite.AES_256_GCM, KEY), 60);
        sealed[9] = (byte) 0xFF;

        assertThat(SealedValue.prefix(Suite.AES_256_GCM, KEY)).hasSize(SealedValue.PREFIX_BYTES);
        assertThat(SealedValue.textPrefix(Suite.AES_256_GCM, KEY))
                .hasSize(SealedValue.PREFIX_CHARACTERS)
                .isEqualTo(SealedValue.toText(sealed).substring(0, SealedValue.PREFIX_CHARACTERS));
        assertThat(SealedValue.header(sealed)).hasValue(new SealedValue.Header(Suite.AES_256_GCM, KEY));
    }

    @Test
    void aHeaderNeedsTheLengthASuiteAndAKey() {
        byte[] shortest = Arrays.copyOf(SealedValue.prefix(Suite.AES_256_GCM, KEY), 38);

        assertThat(SealedValue.header(shortest)).isPresent();
        assertThat(SealedValue.header(Arrays.copyOf(shortest, 37))).isEmpty();
        assertThat(SealedValue.header(new byte[38])).isEmpty();
        byte[] zeroKey = new byte[38];
        zeroKey[0] = 1;
        assertThat(SealedValue.header(zeroKey)).isEmpty();
        zeroKey[0] = 3;
        zeroKey[8] = 1;
        assertThat(SealedValue.header(zeroKey)).isEmpty();
    }
}
