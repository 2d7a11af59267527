package io.columnseal.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Seals what is written to it. Call {@link #finish()} when all is written, and close it in any case:
 *
 * <pre>{@code
 * try (SealingStream sealing = seal.files().sealing(context, target)) {
 *     source.transferTo(sealing);
 *     sealing.finish();
 * }
 * }</pre>
 *
 * <p>What was closed without being finished does not open: a text whose source failed half-way is not to be taken for a
 * whole one. Not for many threads.
 */
public abstract class SealingStream extends OutputStream {

    SealingStream() {}

    /**
     * Writes the end. Nothing can be written after it; again, it does nothing.
     *
     * @throws IOException if the end, or anything before it, could not be written
     */
    public abstract void finish() throws IOException;

    /** Writes all that a source has left. */
    void writeAll(InputStream source) throws IOException {
        source.transferTo(this);
    }

    /** Flushes the target; the segment that is not complete stays in memory. */
    @Override
    public abstract void flush() throws IOException;

    /** Wipes the key and closes the target. Does not finish. */
    @Override
    public abstract void close() throws IOException;
}
