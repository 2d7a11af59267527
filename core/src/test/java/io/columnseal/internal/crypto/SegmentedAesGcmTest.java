package io.columnseal.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Byte for byte Tink's AES-GCM-HKDF streaming: each opens what the other one sealed. */
class SegmentedAesGcmTest {

    private static final int FIRST = SegmentedAesGcm.TEXT_BYTES - SegmentedAesGcm.HEADER_BYTES;
    private static final int SECOND = FIRST + SegmentedAesGcm.TEXT_BYTES;

    private static final byte[] INPUT_KEY = filled(32);
    private static final byte[] INFO = {1, 2, 3};

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FIRST - 1, FIRST, FIRST + 1, SECOND - 1, SECOND, SECOND + 1, 300_000})
    void tinkOpensWhatWasSealed(int length) throws Exception {
        byte[] text = filled(length);

        try (InputStream opening = tink().newDecryptingStream(
                        new ByteArrayInputStream(sealed(SegmentedAesGcm.sealing(INPUT_KEY, INFO), text)), INFO)) {
            assertThat(opening.readAllBytes()).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FIRST - 1, FIRST, FIRST + 1, SECOND - 1, SECOND, SECOND + 1, 300_000})
    void opensWhatTinkSealed(int length) throws Exception {
        byte[] text = filled(length);
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (OutputStream sealing = tink().newEncryptingStream(sealed, INFO)) {
            sealing.write(text);
        }

        assertThat(opened(sealed.toByteArray())).isEqualTo(text);
    }

    @Test
    void opensForTheSameInfoOnly() throws Exception {
        byte[] sealed = sealed(SegmentedAesGcm.sealing(INPUT_KEY, new byte[] {9}), filled(10));

        assertThat(opened(sealed)).isNull();
    }

    @Test
    void leavesNothingOfATextThatIsNotGenuine() {
        byte[] sealed = sealed(SegmentedAesGcm.sealing(INPUT_KEY, INFO), filled(10));
        SegmentedAesGcm cipher =
                SegmentedAesGcm.opening(INPUT_KEY, INFO, Arrays.copyOf(sealed, SegmentedAesGcm.HEADER_BYTES));
        byte[] segment = Arrays.copyOfRange(sealed, SegmentedAesGcm.HEADER_BYTES, sealed.length);
        segment[segment.length - 1] ^= 1;
        byte[] text = new byte[100];

        assertThat(cipher.open(segment, segment.length, true, text)).isEqualTo(-1);
        assertThat(text).containsOnly(0);
    }

    /** Nothing that is sealed has one, and a text has one sealed form. */
    @Test
    void refusesAnEmptySegmentBehindAnother() throws Exception {
        byte[] text = filled(FIRST);
        SegmentedAesGcm cipher = SegmentedAesGcm.sealing(INPUT_KEY, INFO);
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        sealed.write(cipher.header());
        byte[] segment = new byte[SegmentedAesGcm.SEGMENT_BYTES];
        sealed.write(segment, 0, cipher.seal(text, 0, FIRST, false, segment));
        sealed.write(segment, 0, cipher.seal(text, 0, 0, true, segment));

        assertThat(opened(sealed.toByteArray())).isNull();
    }

    @Test
    void sealsNoShortSegmentBeforeTheLast() {
        SegmentedAesGcm cipher = SegmentedAesGcm.sealing(INPUT_KEY, INFO);
        byte[] segment = new byte[SegmentedAesGcm.SEGMENT_BYTES];

        assertThatThrownBy(() -> cipher.seal(new byte[FIRST], 0, FIRST - 1, false, segment))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sealsNothingOnceItIsWiped() {
        SegmentedAesGcm cipher = SegmentedAesGcm.sealing(INPUT_KEY, INFO);
        cipher.wipe();

        assertThatThrownBy(() -> cipher.seal(new byte[1], 0, 1, true, new byte[SegmentedAesGcm.SEGMENT_BYTES]))
                .isInstanceOf(IllegalStateException.class);
    }

    private static byte[] sealed(SegmentedAesGcm cipher, byte[] text) {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        sealed.writeBytes(cipher.header());
        byte[] segment = new byte[SegmentedAesGcm.SEGMENT_BYTES];
        int position = 0;
        while (text.length - position > cipher.nextTextBytes()) {
            int length = cipher.nextTextBytes();
            sealed.write(segment, 0, cipher.seal(text, position, length, false, segment));
            position += length;
        }
        sealed.write(segment, 0, cipher.seal(text, position, text.length - position, true, segment));
        return sealed.toByteArray();
    }

    /** Null if it does not open. */
    private static byte[] opened(byte[] sealed) {
        SegmentedAesGcm cipher =
                SegmentedAesGcm.opening(INPUT_KEY, INFO, Arrays.copyOf(sealed, SegmentedAesGcm.HEADER_BYTES));
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        byte[] text = new byte[SegmentedAesGcm.SEGMENT_BYTES];
        boolean last = false;
        for (int position = SegmentedAesGcm.HEADER_BYTES; !last; ) {
            int length = Math.min(cipher.nextSegmentBytes(), sealed.length - position);
            last = position + length == sealed.length;
            int read = cipher.open(Arrays.copyOfRange(sealed, position, position + length), length, last, text);
            if (read < 0) {
                return null;
            }
            opened.write(text, 0, read);
            position += length;
        }
        return opened.toByteArray();
    }

    private static StreamingAead tink() throws Exception {
        return new AesGcmHkdfStreaming(INPUT_KEY, "HmacSha256", 32, SegmentedAesGcm.SEGMENT_BYTES, 0);
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7 + i / 251);
        }
        return bytes;
    }
}
