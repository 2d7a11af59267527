package io.columnseal.kms;

import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.internal.OwnerOnlyFiles;
import io.columnseal.internal.crypto.RandomBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A master key for a developer's machine: generated once, kept in a file that only its owner reads, and told in the log.
 * Refused everywhere but in {@link Environment#DEVELOPMENT}: a key that somebody did not put into a secret store on
 * purpose is lost with the machine, and the data with it.
 */
public final class DevelopmentMasterKey {

    private static final Logger LOG = LoggerFactory.getLogger(DevelopmentMasterKey.class);

    /** Where the key is kept unless said otherwise: in the folder the application is started in. */
    public static final Path DEFAULT_FILE = Path.of(".columnseal-development.key");

    private static final int KEY_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private DevelopmentMasterKey() {}

    /**
     * The KMS of the key in a file, which is generated if the file is not there. When several processes do this at once,
     * all of them get the same key.
     *
     * @throws ConfigurationException in any other environment than development, if others than the owner may read the
     *     file, or if it does not hold a master key
     */
    public static LocalKms loadOrGenerate(Environment environment, Path file) {
        requireDevelopment(environment);
        Path path = file.toAbsolutePath();
        try {
            if (Files.notExists(path) && generate(path)) {
                LOG.warn("Generated a master key for development into {}. Without this file, its data is lost", path);
            }
            requireOwnerOnly(path);
            return LocalKms.fromText(Files.readString(path, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new ConfigurationException(
                    LocalKms.MASTER_KEY_SETTING, "the development key file " + path + " cannot be read or written", e);
        }
    }

    /**
     * The KMS of a generated key that is kept nowhere, for key tables that are lost with this process as well. It is the same
     * one as long as this class is loaded: a database in memory may outlive the application context that made it.
     *
     * @throws ConfigurationException in any other environment than development
     */
    public static LocalKms inMemory(Environment environment) {
        requireDevelopment(environment);
        LOG.warn("Generated a master key for development that ends with this process, as its database in memory does");
        return LocalKms.fromHex(OfThisProcess.KEY);
    }

    /** Generated when it is first asked for. */
    private static final class OfThisProcess {

        static final String KEY = generatedKey();
    }

    private static void requireDevelopment(Environment environment) {
        if (!environment.equals(Environment.DEVELOPMENT)) {
            throw new ConfigurationException(
                    LocalKms.MASTER_KEY_SETTING,
                    "is required in the environment " + environment + ": only development generates a master key."
                            + " Generate one for a secret store with: openssl rand -hex 32");
        }
    }

    private static String generatedKey() {
        return HexFormat.of().formatHex(RandomBytes.next(KEY_BYTES));
    }

    /** Written elsewhere and linked to its name when complete, so that nobody ever reads half a key. */
    private static boolean generate(Path file) throws IOException {
        Path folder = file.resolveSibling(".").normalize();
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(folder, ".master-key", ".tmp", OwnerOnlyFiles.attributes(folder));
        try {
            byte[] text = (generatedKey() + "\n").getBytes(StandardCharsets.US_ASCII);
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                for (ByteBuffer rest = ByteBuffer.wrap(text); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.createLink(file, draft);
            return true;
        } catch (FileAlreadyExistsException e) {
            // Another process was faster: its key is as good
            return false;
        } finally {
            Files.delete(draft);
        }
    }

    private static void requireOwnerOnly(Path file) throws IOException {
        if (isPosix(file)) {
            Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            others.removeAll(OWNER_ONLY);
            if (!others.isEmpty()) {
                throw new ConfigurationException(
                        LocalKms.MASTER_KEY_SETTING,
                        "others than its owner may use the development key file " + file + ". Run: chmod 600 " + file);
            }
        }
    }

    private static boolean isPosix(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }
}
