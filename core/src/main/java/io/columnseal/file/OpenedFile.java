package io.columnseal.file;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file whose header opened.
 *
 * @param text hands out what was verified only
 * @param file what it is once all of the text was read; null where encryption is switched off
 */
record OpenedFile(InputStream text, @Nullable VerifiedFile file) {}
