package io.columnseal.codec;

import static io.columnseal.codec.CodecTestSupport.assertDecodeRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.InvalidValueException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that nobody encoded: refused by the typed error, or the one encoding of the value they decode to. */
class CodecFuzzTest {

    private static final int ROUNDS = 3_000;
    private static final int LONG_ROUNDS = 100_000;

    /** Of other types, each length has a meaning. */
    private static final Set<String> ANY_LENGTH = Set.of("text", "bytes", "json", "zoned-date-time", "decimal");

    /** JSON of an earlier version of its type opens, and so does a date-time of an earlier version of its zone. */
    private static final Set<String> NOT_CANONICAL = Set.of("json", "zoned-date-time");

    static Stream<ValueCodec<Object>> codecs() {
        return CodecVectorTest.vectors()
                .map(CodecVectorTest.Vector::javaType)
                .distinct()
                .map(CodecTestSupport::codecOf);
    }

    static List<byte[]> encodings(ValueCodec<Object> codec) {
        return CodecVectorTest.vectors()
                .filter(vector -> vector.codec().equals(codec.name()))
                .map(CodecVectorTest.Vector::encoded)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void randomBytesAreRefusedOrCanonical(ValueCodec<Object> codec) {
        decodeRandomBytes(codec, 7, ROUNDS);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("codecs")
    void randomBytesThatNobodyTriedBeforeAreRefusedOrCanonical(ValueCodec<Object> codec, TestReporter reporter) {
        long seed = System.nanoTime();
        reporter.publishEntry("seed", Long.toString(seed));
        decodeRandomBytes(codec, seed, LONG_ROUNDS);
    }

    private static void decodeRandomBytes(ValueCodec<Object> codec, long seed, int rounds) {
        Random random = new Random(seed);
        for (int i = 0; i < rounds; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            decode(codec, bytes);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void alteredEncodingsAreRefusedOrCanonical(ValueCodec<Object> codec) {
        Random random = new Random(8);
        for (byte[] encoded : encodings(codec)) {
            for (int bit = 0; bit < 8 * encoded.length; bit++) {
                byte[] flipped = encoded.clone();
                flipped[bit / 8] ^= (byte) (1 << (bit % 8));
                decode(codec, flipped);
            }
            for (int length = 0; length <= encoded.length + 2; length++) {
                decode(codec, Arrays.copyOf(encoded, length));
            }
            for (int i = 0; i < 200 && encoded.length > 0; i++) {
                byte[] spliced = encoded.clone();
                for (int j = 0; j < 3; j++) {
                    spliced[random.nextInt(spliced.length)] = (byte) random.nextInt();
                }
                decode(codec, spliced);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void everyOtherLengthIsRefused(ValueCodec<Object> codec) {
        if (ANY_LENGTH.contains(codec.name()) || codec.type().getName().equals(BigInteger.class.getName())) {
            return;
        }
        int length = encodings(codec).get(0).length;
        for (int other = 0; other < 64; other++) {
            if (other != length) {
                assertDecodeRefused(codec, new byte[other]);
            }
        }
    }

    private static void decode(ValueCodec<Object> codec, byte[] bytes) {
        byte[] before = bytes.clone();
        try {
            Object value = codec.decode(bytes);
            assertThat(codec.type().isInstance(value)).isTrue();
            byte[] encoded = codec.encode(value);
            if (NOT_CANONICAL.contains(codec.name())) {
                assertThat(codec.decode(encoded)).isEqualTo(value);
            } else if (!Arrays.equals(encoded, before)) {
                assertThat(encoded).isEqualTo(before);
            }
        } catch (InvalidValueException refused) {
            assertThat(refused.getCause()).isNull();
        }
        assertThat(Arrays.equals(bytes, before)).isTrue();
    }
}
