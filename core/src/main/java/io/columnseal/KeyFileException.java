package io.columnseal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file of a {@link io.columnseal.key.FileDataKeyStore} is missing, damaged, edited, or open to others. Nothing was
 * read from it, and nothing was written.
 */
public final class KeyFileException extends KeyStoreException {

    private static final long serialVersionUID = 1L;

    private final String file;

    /** @param problem what is wrong with the file and what to do, as a clause of which the file is the subject */
    public KeyFileException(Path file, String problem, @Nullable Throwable cause) {
        super("The key file " + file + " " + problem, cause);
        this.file = file.toString();
    }

    /** The file at fault. */
    public String file() {
        return file;
    }
}
