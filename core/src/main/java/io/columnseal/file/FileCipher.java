package io.columnseal.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/** How the bytes of a file become the stored ones and come back. Safe for use by many threads. */
interface FileCipher {

    /** @param target is written to at once, for the header */
    SealingStream sealing(FileContext context, OutputStream target) throws IOException;

    /** @param source is read from at once, for the header */
    OpenedFile opening(FileContext context, InputStream source) throws IOException;

    /** @return whether the file was written to */
    boolean reencryptHeader(Path file) throws IOException;
}
