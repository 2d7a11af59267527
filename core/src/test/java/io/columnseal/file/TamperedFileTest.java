package io.columnseal.file;

import static io.columnseal.file.TestFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.DecryptionException;
import io.columnseal.KeyNotFoundException;
import io.columnseal.SealEvent;
import io.columnseal.internal.crypto.SegmentedAesGcm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a sealed file that is not the one that was sealed. */
class TamperedFileTest {

    private static final int BODY = StoredHeader.BYTES + SegmentedAesGcm.HEADER_BYTES;

    /** Four segments, the last one short. */
    private static final int LONG =
            4 * SegmentedAesGcm.TEXT_BYTES - SegmentedAesGcm.HEADER_BYTES - SegmentedAesGcm.TEXT_BYTES / 2;

    private final TestFiles test = new TestFiles();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void refusesEveryAlteredByteOfTheBody() throws IOException {
        byte[] sealed = test.seal(text(20));

        for (int position = StoredHeader.BYTES; position < sealed.length; position++) {
            assertRefused(flipped(sealed, position));
        }
    }

    /** The other copy is still the one that was sealed. */
    @Test
    void opensTheSameTextWhateverByteOfOneCopyOfTheHeaderIsAltered() throws IOException {
        byte[] sealed = test.seal(text(20));

        for (int position = 0; position < StoredHeader.BYTES; position++) {
            assertThat(test.open(flipped(sealed, position))).isEqualTo(text(20));
        }
    }

    @Test
    void refusesEveryAlteredByteOfBothCopiesOfTheHeader() throws IOException {
        byte[] sealed = test.seal(text(20));

        for (int position = 0; position < StoredHeader.COPY_BYTES; position++) {
            assertRefused(flipped(flipped(sealed, position), StoredHeader.COPY_BYTES + position));
        }
    }

    /** Whoever alters a file can make the check sum fit. */
    @Test
    void refusesEveryAlteredByteOfTheHeaderWithACheckSumThatFits() throws IOException {
        byte[] sealed = test.seal(text(20));

        for (int position = 0; position < StoredHeader.COPY_BYTES - Integer.BYTES; position++) {
            assertRefused(withCheckSum(sealed, flipped(sealed, position)));
        }
    }

    @Test
    void refusesEveryTruncationOfASmallFile() throws IOException {
        byte[] sealed = test.seal(text(20));

        for (int length = 0; length < sealed.length; length++) {
            assertRefused(Arrays.copyOf(sealed, length));
        }
    }

    @Test
    void refusesTruncationsOfALongFileAndHandsOutAGenuineBeginningAtMost() throws IOException {
        byte[] sealed = test.seal(text(LONG));
        List<Integer> lengths = new ArrayList<>();
        for (int end = StoredHeader.BYTES; end < sealed.length; end += SegmentedAesGcm.SEGMENT_BYTES) {
            lengths.addAll(List.of(end - 1, end, end + 1, end + 16, end + 17, end + 1000));
        }
        for (int length : lengths) {
            if (length < sealed.length) {
                assertRefused(Arrays.copyOf(sealed, length), text(LONG));
            }
        }
    }

    @Test
    void refusesWhatFollowsTheEnd() throws IOException {
        for (int length : new int[] {0, 20, SegmentedAesGcm.TEXT_BYTES - SegmentedAesGcm.HEADER_BYTES}) {
            byte[] sealed = test.seal(text(length));
            assertRefused(joined(sealed, new byte[1]));
            assertRefused(joined(sealed, new byte[17]));
            assertRefused(joined(sealed, Arrays.copyOfRange(sealed, BODY, sealed.length)));
            assertRefused(joined(sealed, sealed));
        }
    }

    @Test
    void refusesSegmentsInAnyOtherOrderThanTheirs() throws IOException {
        List<byte[]> segments = segments(test.seal(text(LONG)));
        int last = segments.size() - 1;

        for (int i = 1; i <= last; i++) {
            for (int j = 1; j < i; j++) {
                List<byte[]> swapped = new ArrayList<>(segments);
                swapped.set(i, segments.get(j));
                swapped.set(j, segments.get(i));
                assertRefused(joined(swapped));
            }
            List<byte[]> doubled = new ArrayList<>(segments);
            doubled.add(i, segments.get(i));
            assertRefused(joined(doubled));
            List<byte[]> dropped = new ArrayList<>(segments);
            dropped.remove(i);
            assertRefused(joined(dropped));
            List<byte[]> repeatedAtTheEnd = new ArrayList<>(segments);
            repeatedAtTheEnd.add(segments.get(i));
            assertRefused(joined(repeatedAtTheEnd));
        }
    }

    @Test
    void refusesSegmentsOfAnotherFileOfTheSameText() throws IOException {
        List<byte[]> segments = segments(test.seal(text(LONG)));
        List<byte[]> others = segments(test.seal(text(LONG)));

        // The first element is all that stands before the segments
        for (int i = 0; i < segments.size(); i++) {
            List<byte[]> mixed = new ArrayList<>(segments);
            mixed.set(i, others.get(i));
            assertRefused(joined(mixed));
        }
    }

    @Test
    void refusesTheHeaderOfAnotherFile() throws IOException {
        byte[] sealed = test.seal(text(20));
        System.arraycopy(test.seal(text(20)), 0, sealed, 0, StoredHeader.BYTES);

        assertRefused(sealed);
    }

    /** The segments behind it are genuine, and what they follow is not. */
    @Test
    void failsAgainWhereAReaderGoesOnAfterAFailure() throws IOException {
        byte[] sealed = test.seal(text(LONG));
        try (InputStream opening = test.files.opening(
                TestFiles.SCAN, new ByteArrayInputStream(flipped(sealed, BODY + SegmentedAesGcm.SEGMENT_BYTES)))) {
            byte[] buffer = new byte[100_000];
            assertThatExceptionOfType(DecryptionException.class).isThrownBy(() -> {
                while (opening.read(buffer) >= 0) {
                    // Up to the altered segment
                }
            });
            assertThatExceptionOfType(DecryptionException.class).isThrownBy(opening::read);
            assertThatExceptionOfType(DecryptionException.class).isThrownBy(() -> opening.read(buffer));
            assertThatExceptionOfType(DecryptionException.class)
                    .isThrownBy(() -> opening.transferTo(new ByteArrayOutputStream()));
        }
    }

    @Test
    void tellsListenersWhatDidNotOpen() throws IOException {
        byte[] sealed = test.seal(text(20));

        assertRefused(flipped(sealed, sealed.length - 1));

        assertThat(test.keys.events())
                .filteredOn(SealEvent.DecryptionFailed.class::isInstance)
                .hasSize(1)
                .first()
                .satisfies(event -> {
                    SealEvent.DecryptionFailed failed = (SealEvent.DecryptionFailed) event;
                    assertThat(failed.context()).isEqualTo("patient.scan");
                    assertThat(failed.key()).isNotNull();
                    assertThat(failed.key().value()).isEqualTo(TestFiles.KEY);
                });
    }

    private void assertRefused(byte[] sealed) {
        assertRefused(sealed, text(LONG));
    }

    /** Whatever is handed out before is a beginning of the text. */
    private void assertRefused(byte[] sealed, byte[] text) {
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        assertThatThrownBy(() -> test.files.open(TestFiles.SCAN, new ByteArrayInputStream(sealed), opened))
                .isInstanceOfAny(DecryptionException.class, KeyNotFoundException.class);
        byte[] beginning = opened.toByteArray();
        assertThat(beginning).isEqualTo(Arrays.copyOf(text, beginning.length));
    }

    private static byte[] flipped(byte[] bytes, int position) {
        byte[] flipped = bytes.clone();
        flipped[position] ^= 0x10;
        return flipped;
    }

    /** A file whose first copy of the header begins like another one's, and has a check sum that fits. */
    static byte[] withCheckSum(byte[] sealed, byte[] header) {
        byte[] forged = sealed.clone();
        System.arraycopy(header, 0, forged, 0, StoredHeader.COPY_BYTES);
        CRC32C checkSum = new CRC32C();
        checkSum.update(forged, 0, StoredHeader.COPY_BYTES - Integer.BYTES);
        ByteBuffer.wrap(forged).putInt(StoredHeader.COPY_BYTES - Integer.BYTES, (int) checkSum.getValue());
        return forged;
    }

    private static List<byte[]> segments(byte[] sealed) {
        List<byte[]> segments = new ArrayList<>();
        segments.add(Arrays.copyOf(sealed, BODY));
        int position = BODY;
        int end = StoredHeader.BYTES + SegmentedAesGcm.SEGMENT_BYTES;
        while (position < sealed.length) {
            segments.add(Arrays.copyOfRange(sealed, position, Math.min(end, sealed.length)));
            position = end;
            end += SegmentedAesGcm.SEGMENT_BYTES;
        }
        return segments;
    }

    private static byte[] joined(byte[]... parts) {
        return joined(List.of(parts));
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        parts.forEach(joined::writeBytes);
        return joined.toByteArray();
    }
}
