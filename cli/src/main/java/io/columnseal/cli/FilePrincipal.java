package io.columnseal.cli;

import io.columnseal.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The user as whom the operating system lets this process write files, not as whom a variable or property says. */
final class FilePrincipal {

    private static final String PREFIX = ".columnseal-";
    private static final String SUFFIX = ".owner";

    private FilePrincipal() {}

    /** Tells by the owner of a file that is made, and removed, among temporary ones. */
    static String ofProcess() {
        try {
            return ownerOf(Files.createTempFile(PREFIX, SUFFIX));
        } catch (IOException | UnsupportedOperationException e) {
            throw new ConfigurationException("java.io.tmpdir", "this user may not write to it", e);
        }
    }

    /** Tells by the owner of a file that is made, and removed, beside another one. */
    static String in(Path file) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        try {
            return ownerOf(Files.createTempFile(folder, PREFIX, SUFFIX));
        } catch (IOException | UnsupportedOperationException e) {
            throw new ConfigurationException(
                    CommandSettings.KEYS_FILE, "this user may not write to the folder of the key file " + file, e);
        }
    }

    private static String ownerOf(Path made) throws IOException {
        try {
            return Files.getOwner(made).getName();
        } finally {
            Files.delete(made);
        }
    }
}
