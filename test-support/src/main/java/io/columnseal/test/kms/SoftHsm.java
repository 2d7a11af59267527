package io.columnseal.test.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A token of SoftHSM 2, an HSM in software (Debian's {@code softhsm2} and {@code opensc}). The library finds it by the
 * environment variable SOFTHSM2_CONF, which the build has to set to a file of its own, so there is one directory of tokens
 * in each process. Where they are missing, the calling test is skipped, loudly; where {@code CI} is set, it fails.
 */
public final class SoftHsm {

    /** The user's PIN. */
    public static final String PIN = "1234";
    /** Label of the AES key in the token. */
    public static final String KEY = "columnseal-kek";

    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib64/pkcs11/libsofthsm2.so"),
            Path.of("/usr/local/lib/softhsm/libsofthsm2.so"),
            Path.of("/opt/homebrew/lib/softhsm/libsofthsm2.so"));
    private static final long PATIENCE_SECONDS = 30;

    private SoftHsm() {}

    /** The library; without it the calling test is skipped, on a build server it fails. */
    public static Path library() {
        Optional<Path> library = LIBRARIES.stream()
                .filter(Files::exists)
                .filter(path -> System.getenv("SOFTHSM2_CONF") != null)
                .findFirst();
        if (library.isEmpty()) {
            System.err.println("SKIPPED: no test of PKCS#11 ran, since softhsm2 and opensc are not installed");
        }
        assertThat(library.isPresent() || System.getenv("CI") == null)
                .as("a build server installs softhsm2 and opensc")
                .isTrue();
        return library.orElseGet(() -> abort("softhsm2 is not installed"));
    }

    /**
     * Makes the one token with its key, unless it is there.
     *
     * @throws IllegalStateException if SOFTHSM2_CONF names a file that somebody else wrote
     */
    public static void initialize() {
        library();
        Path configuration = Path.of(System.getenv("SOFTHSM2_CONF"));
        try {
            Path tokens = configure(configuration);
            boolean empty;
            try (var entries = Files.list(tokens)) {
                empty = entries.findAny().isEmpty();
            }
            if (empty) {
                run("softhsm2-util", "--init-token", "--free", "--label", "columnseal", "--pin", PIN, "--so-pin", PIN);
                createKey(KEY);
            }
        } catch (IOException e) {
            throw new AssertionError("softhsm2 could not be set up", e);
        }
    }

    /**
     * Writes the library's configuration, with a directory of tokens beside it.
     *
     * @throws IllegalStateException if somebody else wrote the file: the variable may name that of a real token store
     */
    static Path configure(Path configuration) throws IOException {
        Path tokens = configuration.resolveSibling("tokens");
        String written = "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n";
        if (Files.exists(configuration) && !Files.readString(configuration).equals(written)) {
            throw new IllegalStateException("SOFTHSM2_CONF names " + configuration
                    + ", which this did not write. Have it name a" + " file that is not there, for tests alone");
        }
        Files.createDirectories(tokens);
        Files.writeString(configuration, written);
        return tokens;
    }

    /** Makes another AES key of 256 bits, which no session uses that is not logged in. */
    public static void createKey(String label) {
        createKey(label, 32, "--sensitive", "--private");
    }

    /**
     * Makes an AES key as no application should have it.
     *
     * @param attributes options of {@code pkcs11-tool}, such as {@code --private}
     */
    public static void createKey(String label, int sizeBytes, String... attributes) {
        List<String> arguments =
                new ArrayList<>(List.of("--keygen", "--key-type", "AES:" + sizeBytes, "--label", label));
        arguments.addAll(List.of(attributes));
        run(tool(arguments.toArray(String[]::new)));
    }

    /** Takes a key away. */
    public static void deleteKey(String label) {
        run(tool("--delete-object", "--type", "secrkey", "--label", label));
    }

    private static String[] tool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "pkcs11-tool",
                "--module",
                library().toString(),
                "--token-label",
                "columnseal",
                "--login",
                "--pin",
                PIN));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    private static void run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("%s: %s", command[0], output).isZero();
        } catch (IOException e) {
            throw new AssertionError(command[0] + " is not installed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
