package io.columnseal.file;

import io.columnseal.key.KeyId;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file whose header opened.
 *
 * @param text hands out what was verified only
 * @param key the FILE key by which the header opened; null where encryption is switched off
 */
record OpenedFile(InputStream text, @Nullable KeyId key) {}
