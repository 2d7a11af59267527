package io.columnseal.file;

import java.io.FilterInputStream;
import java.io.InputStream;

/** Keeps a source open that is its caller's to close. */
final class UnclosedInput extends FilterInputStream {

    UnclosedInput(InputStream source) {
        super(source);
    }

    @Override
    public void close() {
        // Its caller's
    }
}
