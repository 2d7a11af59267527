package io.columnseal.codec;

import static io.columnseal.codec.CodecTestSupport.assertDecodeRefused;
import static io.columnseal.codec.CodecTestSupport.assertReopens;
import static io.columnseal.codec.CodecTestSupport.bytes;
import static io.columnseal.codec.CodecTestSupport.codec;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberCodecTest {

    private final ValueCodec<Byte> byteCodec = codec(Byte.class);
    private final ValueCodec<Short> shortCodec = codec(Short.class);
    private final ValueCodec<Integer> intCodec = codec(Integer.class);
    private final ValueCodec<Long> longCodec = codec(Long.class);
    private final ValueCodec<BigInteger> bigIntegerCodec = codec(BigInteger.class);
    private final ValueCodec<BigDecimal> decimalCodec = codec(BigDecimal.class);

    @Test
    void anIntWidenedToLongOrBigIntegerStillOpens() {
        for (int value : new int[] {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE}) {
            byte[] encoded = intCodec.encode(value);
            assertThat(longCodec.decode(encoded)).isEqualTo(value);
            assertThat(bigIntegerCodec.decode(encoded)).isEqualTo(BigInteger.valueOf(value));
        }
    }

    @Test
    void aLongOutOfIntRangeIsRefusedByTheIntCodec() {
        assertThat(intCodec.decode(longCodec.encode((long) Integer.MAX_VALUE))).isEqualTo(Integer.MAX_VALUE);
        assertThat(intCodec.decode(longCodec.encode((long) Integer.MIN_VALUE))).isEqualTo(Integer.MIN_VALUE);
        assertDecodeRefused(intCodec, longCodec.encode(Integer.MAX_VALUE + 1L));
        assertDecodeRefused(intCodec, longCodec.encode(Integer.MIN_VALUE - 1L));
        assertDecodeRefused(shortCodec, intCodec.encode(Short.MAX_VALUE + 1));
        assertDecodeRefused(shortCodec, intCodec.encode(Short.MIN_VALUE - 1));
        assertDecodeRefused(byteCodec, intCodec.encode(Byte.MAX_VALUE + 1));
        assertDecodeRefused(byteCodec, intCodec.encode(Byte.MIN_VALUE - 1));
    }

    @Test
    void aBigIntegerBeyond64BitsIsRefusedByTheLongCodec() {
        BigInteger beyond = BigInteger.ONE.shiftLeft(63);
        assertDecodeRefused(longCodec, bigIntegerCodec.encode(beyond));
        assertDecodeRefused(longCodec, bigIntegerCodec.encode(beyond.negate().subtract(BigInteger.ONE)));
        assertThat(longCodec.decode(bigIntegerCodec.encode(beyond.negate()))).isEqualTo(Long.MIN_VALUE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 7})
    void integersShorterThanEightBytesAreRefused(int length) {
        for (ValueCodec<?> codec : List.of(byteCodec, shortCodec, intCodec, longCodec, bigIntegerCodec)) {
            assertDecodeRefused(codec, new byte[length]);
        }
        assertDecodeRefused(decimalCodec, new byte[Integer.BYTES + length]);
    }

    @Test
    void integersLongerThanTheyNeedToBeAreRefused() {
        assertDecodeRefused(bigIntegerCodec, bytes(0, 0, 0, 0, 0, 0, 0, 0, 1));
        assertDecodeRefused(bigIntegerCodec, bytes(0, 0x7f, -1, -1, -1, -1, -1, -1, -1));
        assertDecodeRefused(bigIntegerCodec, bytes(-1, 0x80, 0, 0, 0, 0, 0, 0, 0));
        assertDecodeRefused(bigIntegerCodec, bytes(0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0));
        assertDecodeRefused(bigIntegerCodec, bytes(-1, -1, 0, 0, 0, 0, 0, 0, 0, 0));
        assertDecodeRefused(decimalCodec, bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
        assertThat(bigIntegerCodec.decode(bytes(0, 0x80, 0, 0, 0, 0, 0, 0, 0))).isEqualTo(BigInteger.ONE.shiftLeft(63));
    }

    @Test
    void integersOfEverySizeReopen() {
        Random random = new Random(1);
        for (int bits = 0; bits < 300; bits++) {
            BigInteger value = BigInteger.ONE.shiftLeft(bits);
            for (BigInteger near : List.of(
                    value, value.subtract(BigInteger.ONE), value.negate(), value.not(), new BigInteger(bits, random))) {
                assertReopens(bigIntegerCodec, near);
            }
            assertReopens(longCodec, random.nextLong() >> (bits % 64));
        }
    }

    @Test
    void decimalsKeepTheirScale() {
        Random random = new Random(2);
        assertReopens(decimalCodec, new BigDecimal("0"));
        assertReopens(decimalCodec, new BigDecimal("0.00"));
        assertReopens(decimalCodec, new BigDecimal(BigInteger.TEN, Integer.MAX_VALUE));
        assertReopens(decimalCodec, new BigDecimal(BigInteger.TEN, Integer.MIN_VALUE));
        for (int i = 0; i < 500; i++) {
            assertReopens(decimalCodec, new BigDecimal(new BigInteger(i, random).negate(), random.nextInt()));
        }
        assertThat(decimalCodec.sameValue(new BigDecimal("1.0"), new BigDecimal("1.00")))
                .isFalse();
    }

    @Test
    void floatsKeepEveryBit() {
        Random random = new Random(3);
        ValueCodec<Float> floatCodec = codec(Float.class);
        ValueCodec<Double> doubleCodec = codec(Double.class);
        for (int i = 0; i < 2_000; i++) {
            byte[] four = ByteBuffer.allocate(4).putInt(random.nextInt()).array();
            byte[] eight = ByteBuffer.allocate(8).putLong(random.nextLong()).array();
            assertThat(floatCodec.encode(floatCodec.decode(four))).isEqualTo(four);
            assertThat(doubleCodec.encode(doubleCodec.decode(eight))).isEqualTo(eight);
        }
        byte[] nanWithPayload = bytes(0x7f, 0xf8, 0, 0, 0, 0, 0, 0x2a);
        assertThat(doubleCodec.encode(doubleCodec.decode(nanWithPayload))).isEqualTo(nanWithPayload);
        assertReopens(doubleCodec, -0.0);
        assertReopens(doubleCodec, Double.MIN_VALUE);
        assertReopens(floatCodec, Float.NEGATIVE_INFINITY);
    }

    @Test
    void booleansAreOneByteOfZeroOrOne() {
        ValueCodec<Boolean> codec = codec(Boolean.class);
        assertReopens(codec, true);
        assertReopens(codec, false);
        for (int other = 2; other < 256; other++) {
            assertDecodeRefused(codec, bytes(other));
        }
        assertDecodeRefused(codec, bytes());
        assertDecodeRefused(codec, bytes(0, 1));
        assertThat(codec.defaultPaddingBytes()).isEqualTo(16);
    }
}
