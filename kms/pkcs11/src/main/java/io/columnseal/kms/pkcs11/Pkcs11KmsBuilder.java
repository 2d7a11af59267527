package io.columnseal.kms.pkcs11;

import io.columnseal.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.InvalidParameterException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Pkcs11Kms}. Not for many threads. */
public final class Pkcs11KmsBuilder {

    /** Names of providers are unique in a JVM. */
    private static final AtomicLong INSTANCES = new AtomicLong();

    private final Path library;
    private final String keyLabel;
    private final char[] pin;
    private List<String> previousKeyLabels = List.of();
    private @Nullable Long slot;
    private int slotListIndex;

    Pkcs11KmsBuilder(Path library, String keyLabel, char[] pin) {
        if (keyLabel.isBlank()) {
            throw new ConfigurationException(
                    Pkcs11Kms.KEY_SETTING, "is required: the label of an AES key in the token");
        }
        this.library = library;
        this.keyLabel = keyLabel;
        this.pin = pin.clone();
    }

    /** Labels of keys that wrapped earlier data keys, which they go on unwrapping. */
    public Pkcs11KmsBuilder previousKeyLabels(List<String> labels) {
        this.previousKeyLabels = List.copyOf(labels);
        return this;
    }

    /** The token's slot by its id. */
    public Pkcs11KmsBuilder slot(long id) {
        this.slot = id;
        return this;
    }

    /** The token's slot by its place in the library's list of slots, from 0, which is the default. */
    public Pkcs11KmsBuilder slotListIndex(int index) {
        this.slotListIndex = index;
        return this;
    }

    /**
     * Loads the library and logs in.
     *
     * @throws ConfigurationException if the library cannot be loaded, or the slot holds no token
     * @throws io.columnseal.KmsException if the token refuses the PIN or fails
     */
    public Pkcs11Kms build() {
        if (!Files.isRegularFile(library)) {
            throw new ConfigurationException(
                    Pkcs11Kms.LIBRARY_SETTING, "must name the HSM's PKCS#11 library: " + library + " is no file");
        }
        return Pkcs11Kms.open(new Token(provider(), pin), keyLabel, previousKeyLabels);
    }

    private AuthProvider provider() {
        Provider base = Security.getProvider("SunPKCS11");
        if (base == null) {
            throw new ConfigurationException(
                    Pkcs11Kms.LIBRARY_SETTING, "needs the module jdk.crypto.cryptoki, which this Java has not");
        }
        try {
            // Not registered: nothing else in this process uses the token by chance
            return (AuthProvider) base.configure(configuration());
        } catch (InvalidParameterException | ProviderException | UnsupportedOperationException e) {
            throw new ConfigurationException(
                    Pkcs11Kms.LIBRARY_SETTING,
                    "could not be opened (" + TokenErrors.returnCode(e)
                            + "). Check that the library fits this machine, and " + Pkcs11Kms.SETTINGS + ".slot",
                    e);
        }
    }

    /** Two dashes say that this is the configuration itself, not a file. */
    private String configuration() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("name", "columnseal" + INSTANCES.incrementAndGet());
        settings.put("library", '"' + library.toString() + '"');
        if (slot == null) {
            settings.put("slotListIndex", Integer.toString(slotListIndex));
        } else {
            settings.put("slot", slot.toString());
        }
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + " = " + setting.getValue())
                .collect(Collectors.joining("\n", "--", "\n"));
    }
}
