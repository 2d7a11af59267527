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
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where backups lie, and what opens them beside the master key. A passphrase is never an argument. */
final class BackupOptions {

    private static final int MAX_PASSPHRASE_BYTES = 4096;
    private static final String QUESTION = "Passphrase of the backup: ";

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

    /** @throws ConfigurationException if nothing is there, which a misspelt name would show as no backups */
    Path existingDirectory() {
        return requireDirectory(directory);
    }

    /** The same for a directory that came otherwise. */
    static Path requireDirectory(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new ConfigurationException("--directory", "there is no directory " + directory);
        }
        return directory;
    }

    /** @throws WrongArgumentException if no backup is called so */
    static String requireName(String argument, String name) {
        try {
            return Backups.requireName(name);
        } catch (IllegalArgumentException e) {
            throw new WrongArgumentException(argument, String.valueOf(e.getMessage()));
        }
    }

    /**
     * What opens the backup in place of the master key, to be closed; null if that does.
     *
     * @throws ConfigurationException if there is none, or it is too short
     */
    @Nullable Passphrase passphrase(Deployment deployment) throws IOException {
        return passphrase(() -> deployment.secret(CommandSettings.BACKUP_PASSPHRASE, QUESTION));
    }

    /** The same of a backup that is about to be made: somebody who types it does so twice, since nothing else opens it. */
    @Nullable Passphrase newPassphrase(Deployment deployment) throws IOException {
        return passphrase(() -> deployment.newSecret(CommandSettings.BACKUP_PASSPHRASE, QUESTION));
    }

    private @Nullable Passphrase passphrase(Supplier<Optional<String>> typed) throws IOException {
        if (passphraseFile != null) {
            if (passphrase) {
                throw new WrongArgumentException(
                        "--passphrase-file", "is given beside --passphrase: which one counts?");
            }
            return of("--passphrase-file", firstLine(passphraseFile));
        }
        if (!passphrase) {
            return null;
        }
        return of(
                CommandSettings.BACKUP_PASSPHRASE,
                typed.get()
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
