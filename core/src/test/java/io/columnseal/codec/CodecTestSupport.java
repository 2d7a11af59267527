package io.columnseal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.InvalidValueException;
import java.lang.reflect.Type;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Look-up and assertions that the codec tests share. */
final class CodecTestSupport {

    static final Codecs CODECS = Codecs.standard();

    private CodecTestSupport() {}

    @SuppressWarnings("unchecked") // a codec is of the type it was found by
    static <T> ValueCodec<T> codec(Class<T> type) {
        return (ValueCodec<T>) codecOf(type);
    }

    @SuppressWarnings("unchecked") // tests hand every codec values of its own type
    static ValueCodec<Object> codecOf(Type type) {
        return (ValueCodec<Object>) CODECS.find(type).orElseThrow();
    }

    static <T> void assertReopens(ValueCodec<T> codec, T value) {
        T reopened = codec.decode(codec.encode(value));
        assertThat(reopened).isEqualTo(value);
        assertThat(codec.sameValue(reopened, value)).isTrue();
    }

    static void assertRefused(ValueCodec<?> codec, ThrowingCallable operation) {
        assertThatThrownBy(operation).isInstanceOfSatisfying(InvalidValueException.class, refusal -> {
            assertThat(refusal.codec()).isEqualTo(codec.name());
            assertThat(refusal.getMessage()).startsWith("Codec " + codec.name() + ": ");
            assertThat(refusal).hasNoCause();
            assertThat(refusal.getSuppressed()).isEmpty();
        });
    }

    static void assertDecodeRefused(ValueCodec<?> codec, byte[] encoded) {
        assertRefused(codec, () -> codec.decode(encoded));
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
