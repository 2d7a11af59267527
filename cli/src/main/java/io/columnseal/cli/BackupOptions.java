package io.columnseal.cli;

import io.columnseal.ConfigurationException;
import io.columnseal.backup.Backups;
import io.columnseal.backup.Passphrase;
import io.columnseal.internal.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where backups lie, and what opens them beside the master key. A passphrase is never an argument. */
final class BackupOptions {

    private static final int MAX_PASSPHRASE_BYTES = 4096;

    @Option(names = "--directory", required = true, paramLabel = "DIR", description = "where the backups lie")
    private Path directory = Path.of("");

    @Option(
            names = "--passphrase",
            description = "a passphrase opens the backup in place of the master key: that of the variable"
                    + " COLUMNSEAL_BACKUP_PASSPHRASE, or what --prompt asks for")
    private boolean passphrase;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "the same, with the first line of a file that only its owner can read")
    private @Nullable Path passphraseFile;

    Path directory() {
        return directory;
    }

    /** @throws ConfigurationException if no backup is called so */
    static String requireName(String setting, String name) {
        try {
            return Backups.requireName(name);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(setting, String.valueOf(e.getMessage()));
        }
    }

    /**
     * What opens the backup in place of the master key, to be closed; null if that does.
     *
     * @throws ConfigurationException if there is none, or it is too short
     */
    @Nullable Passphrase passphrase(Deployment deployment) throws IOException {
        if (passphraseFile != null) {
            return of("--passphrase-file", firstLine(passphraseFile));
        }
        if (!passphrase) {
            return null;
        }
        return of(
                CommandSettings.BACKUP_PASSPHRASE,
                deployment
                        .secret(CommandSettings.BACKUP_PASSPHRASE, "Passphrase of the backup: ")
                        .orElseThrow(() -> new ConfigurationException(
                                CommandSettings.BACKUP_PASSPHRASE,
                                "is required with --passphrase: set the variable, or have --prompt ask for it"))
                        .toCharArray());
    }

    private static Passphrase of(String setting, char[] characters) {
        try {
            return Passphrase.of(characters);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(setting, String.valueOf(e.getMessage()));
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private static char[] firstLine(Path file) throws IOException {
        String openness = OwnerOnlyFiles.opennessOf(file);
        if (!openness.isEmpty()) {
            throw new ConfigurationException(
                    "--passphrase-file",
                    "is open to others (" + openness + "): chmod 600, and take another passphrase");
        }
        if (Files.size(file) > MAX_PASSPHRASE_BYTES) {
            throw new ConfigurationException("--passphrase-file", "is longer than any passphrase");
        }
        byte[] bytes = Files.readAllBytes(file);
        CharBuffer text = null;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            int end = 0;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            return Arrays.copyOf(text.array(), end);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException("--passphrase-file", "is no text in UTF-8");
        } finally {
            Arrays.fill(bytes, (byte) 0);
            if (text != null) {
                Arrays.fill(text.array(), '\0');
            }
        }
    }
}
