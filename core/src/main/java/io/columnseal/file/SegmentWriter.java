package io.columnseal.file;

import io.columnseal.internal.crypto.SegmentedAesGcm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/** Cuts what is written into segments and seals each as soon as something follows it. */
final class SegmentWriter extends SealingStream {

    private final OutputStream target;
    private final SegmentedAesGcm cipher;

    /** The text of a segment and the byte behind it, which tells that it is not the last one. */
    private final byte[] text = new byte[SegmentedAesGcm.TEXT_BYTES + 1];

    private final byte[] segment = new byte[SegmentedAesGcm.SEGMENT_BYTES];
    private int filled;
    private State state = State.OPEN;

    private enum State {
        OPEN,
        /** Something could not be written: what follows would be in the wrong place. */
        FAILED,
        FINISHED,
        CLOSED
    }

    /** @param cipher taken over */
    SegmentWriter(OutputStream target, SegmentedAesGcm cipher) {
        this.target = target;
        this.cipher = cipher;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        requireOpen();
        int position = offset;
        int left = length;
        while (left > 0) {
            int capacity = cipher.nextTextBytes();
            if (filled == capacity) {
                seal(text, 0, filled, false);
                filled = 0;
            } else if (filled == 0 && left > capacity) {
                // As below, without the copy
                seal(bytes, position, capacity, false);
                position += capacity;
                left -= capacity;
            } else {
                int copied = Math.min(left, capacity - filled);
                System.arraycopy(bytes, position, text, filled, copied);
                filled += copied;
                position += copied;
                left -= copied;
            }
        }
    }

    /** Without a copy in between. */
    @Override
    void writeAll(InputStream source) throws IOException {
        requireOpen();
        while (true) {
            int capacity = cipher.nextTextBytes();
            filled += source.readNBytes(text, filled, capacity + 1 - filled);
            if (filled <= capacity) {
                return;
            }
            seal(text, 0, capacity, false);
            text[0] = text[capacity];
            filled = 1;
        }
    }

    @Override
    public void finish() throws IOException {
        if (state != State.FINISHED) {
            requireOpen();
            seal(text, 0, filled, true);
            target.flush();
            state = State.FINISHED;
        }
    }

    @Override
    public void flush() throws IOException {
        target.flush();
    }

    @Override
    public void close() throws IOException {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            cipher.wipe();
            Arrays.fill(text, (byte) 0);
            target.close();
        }
    }

    private void seal(byte[] bytes, int offset, int length, boolean last) throws IOException {
        state = State.FAILED;
        target.write(segment, 0, cipher.seal(bytes, offset, length, last, segment));
        state = State.OPEN;
    }

    private void requireOpen() throws IOException {
        if (state != State.OPEN) {
            throw new IOException(
                    switch (state) {
                        case FAILED -> "what was written before could not be stored";
                        case FINISHED -> "the sealed text was finished";
                        default -> "the stream is closed";
                    });
        }
    }
}
