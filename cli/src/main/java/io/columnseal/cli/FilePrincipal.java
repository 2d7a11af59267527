package io.columnseal.cli;

import io.columnseal.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The user as whom the operating system lets this process write files, not as whom a variable or property says. */
final class FilePrincipal {

    private FilePrincipal() {}

    /** Tells by the owner of a file that is made, and removed, beside another one. */
    static String in(Path file) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        try {
            Path made = Files.createTempFile(folder, ".columnseal-", ".owner");
            try {
                return Files.getOwner(made).getName();
            } finally {
                Files.delete(made);
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new ConfigurationException(
                    CommandSettings.KEYS_FILE, "this user may not write to the folder of the key file " + file, e);
        }
    }
}
