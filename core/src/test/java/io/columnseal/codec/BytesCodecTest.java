package io.columnseal.codec;

import static io.columnseal.codec.CodecTestSupport.assertReopens;
import static io.columnseal.codec.CodecTestSupport.codec;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BytesCodecTest {

    private final ValueCodec<byte[]> codec = codec(byte[].class);

    @Test
    void bytesOfAnyLengthReopen() {
        Random random = new Random(9);
        for (int length : new int[] {0, 1, 15, 16, 17, 10_000_000}) {
            byte[] value = new byte[length];
            random.nextBytes(value);
            assertReopens(codec, value);
        }
    }

    @Test
    void neitherTheEncodingNorTheValueSharesItsArray() {
        byte[] value = {1, 2, 3};
        byte[] encoded = codec.encode(value);
        byte[] decoded = codec.decode(encoded);
        byte[] copy = codec.copy(value);
        value[0] = 9;
        assertThat(encoded).containsExactly(1, 2, 3);
        encoded[1] = 9;
        assertThat(decoded).containsExactly(1, 2, 3);
        assertThat(copy).containsExactly(1, 2, 3);
    }

    @Test
    void changesInPlaceAreSeen() {
        byte[] value = {1, 2, 3};
        byte[] copy = codec.copy(value);
        assertThat(codec.isMutable()).isTrue();
        assertThat(codec.sameValue(value, copy)).isTrue();
        value[2] = 0;
        assertThat(codec.sameValue(value, copy)).isFalse();
    }

    @Test
    void randomUuidsReopen() {
        for (int i = 0; i < 1_000; i++) {
            assertReopens(codec(UUID.class), UUID.randomUUID());
        }
        assertReopens(codec(UUID.class), new UUID(-1, Long.MIN_VALUE));
    }
}
