package io.columnseal.file;

import io.columnseal.DecryptionException;
import io.columnseal.internal.crypto.SegmentedAesGcm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens segment after segment and hands out what was verified, nothing else. That the text is whole is known at its end
 * only; until then, what was read is a genuine beginning of it. Once a segment does not open, every read fails.
 */
final class SegmentReader extends InputStream {

    private final InputStream source;
    private final SegmentedAesGcm cipher;
    private final Supplier<DecryptionException> failure;

    /** A segment and the byte behind it, which tells that it is not the last one. */
    private final byte[] segment = new byte[SegmentedAesGcm.SEGMENT_BYTES + 1];

    private final byte[] text = new byte[SegmentedAesGcm.SEGMENT_BYTES];
    private int ahead;
    private int position;
    private int end;
    private boolean lastRead;
    private boolean closed;
    private @Nullable DecryptionException failed;

    /**
     * @param source stands at the first segment
     * @param cipher taken over
     * @param failure tells that a segment did not open
     */
    SegmentReader(InputStream source, SegmentedAesGcm cipher, Supplier<DecryptionException> failure) {
        this.source = source;
        this.cipher = cipher;
        this.failure = failure;
    }

    @Override
    public int read() throws IOException {
        return hasText() ? Byte.toUnsignedInt(text[position++]) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!hasText()) {
            return -1;
        }
        int copied = Math.min(length, end - position);
        System.arraycopy(text, position, target, offset, copied);
        position += copied;
        return copied;
    }

    /** Without a copy in between. */
    @Override
    public long transferTo(OutputStream target) throws IOException {
        long transferred = 0;
        while (hasText()) {
            target.write(text, position, end - position);
            transferred += end - position;
            position = end;
        }
        return transferred;
    }

    /** What is verified and was not read yet. */
    @Override
    public int available() {
        return end - position;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            position = end;
            cipher.wipe();
            Arrays.fill(text, (byte) 0);
            source.close();
        }
    }

    private boolean hasText() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        if (failed != null) {
            throw failed;
        }
        // Only a text that is empty has an empty segment
        return position < end || (!lastRead && next());
    }

    private boolean next() throws IOException {
        int length = cipher.nextSegmentBytes();
        int read = ahead + source.readNBytes(segment, ahead, length + 1 - ahead);
        boolean last = read <= length;
        int opened = cipher.open(segment, last ? read : length, last, text);
        if (opened < 0) {
            failed = failure.get();
            throw failed;
        }
        lastRead = last;
        ahead = last ? 0 : 1;
        segment[0] = segment[length];
        position = 0;
        end = opened;
        return opened > 0;
    }
}
