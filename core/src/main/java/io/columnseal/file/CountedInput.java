package io.columnseal.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how much was read of a file. */
final class CountedInput extends FilterInputStream {

    private final LongConsumer progress;
    private long count;

    CountedInput(InputStream source, LongConsumer progress) {
        super(source);
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        if (octet >= 0) {
            counted(1);
        }
        return octet;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        if (read > 0) {
            counted(read);
        }
        return read;
    }

    private void counted(int bytes) {
        count += bytes;
        progress.accept(count);
    }
}
