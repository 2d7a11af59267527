package io.columnseal.file;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Keeps a target open that is its caller's to close. */
final class UnclosedOutput extends FilterOutputStream {

    UnclosedOutput(OutputStream target) {
        super(target);
    }

    /** The superclass writes byte by byte. */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void close() {
        // Its caller's
    }
}
