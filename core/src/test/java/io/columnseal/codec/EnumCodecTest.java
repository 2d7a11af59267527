package io.columnseal.codec;

import static io.columnseal.codec.CodecTestSupport.assertDecodeRefused;
import static io.columnseal.codec.CodecTestSupport.assertReopens;
import static io.columnseal.codec.CodecTestSupport.codec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.InvalidValueException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class EnumCodecTest {

    enum BloodGroup {
        A,
        B,
        AB,
        O {
            @Override
            public String toString() {
                return "zero";
            }
        }
    }

    private final ValueCodec<BloodGroup> codec = codec(BloodGroup.class);
    private final ValueCodec<String> text = codec(String.class);

    @Test
    void constantsGoByNameWhateverTheyPrint() {
        for (BloodGroup constant : BloodGroup.values()) {
            assertReopens(codec, constant);
            assertThat(text.decode(codec.encode(constant))).isEqualTo(constant.name());
        }
    }

    @Test
    void anEnumAttributeMayTurnIntoAStringAndBack() {
        assertThat(text.decode(codec.encode(BloodGroup.AB))).isEqualTo("AB");
        assertThat(codec.decode(text.encode("O"))).isEqualTo(BloodGroup.O);
        assertThat(codec.name()).isEqualTo(text.name());
    }

    @Test
    void anUnknownConstantIsRefusedWithoutNamingIt() {
        assertThatThrownBy(() -> codec.decode(text.encode("HIV_POSITIVE")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("text")
                .hasMessageContaining(BloodGroup.class.getName())
                .message()
                .doesNotContain("HIV");
        assertDecodeRefused(codec, text.encode(""));
        assertDecodeRefused(codec, text.encode("a"));
        assertDecodeRefused(codec, text.encode("A "));
        assertDecodeRefused(codec, text.encode("zero".toUpperCase(Locale.ROOT)));
    }

    @Test
    void everyConstantIsPaddedToTheSameLengthByDefault() {
        assertThat(codec.defaultPaddingBytes()).isEqualTo(16);
        assertThat(text.defaultPaddingBytes()).isEqualTo(1);
    }
}
