package io.columnseal.kms.pkcs11;

import io.columnseal.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Pkcs11Kms}. Not for many threads. */
public final class Pkcs11KmsBuilder {

    private final Path library;
    private final String keyLabel;
    private final char[] pin;
    private List<String> previousKeyLabels = List.of();
    private @Nullable Long slot;
    private @Nullable Integer slotListIndex;

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
     * Loads the library and logs in. An HSM that is out of reach is logged in to with the first use.
     *
     * @throws ConfigurationException if the library cannot be loaded, the slot is named twice, or the key does not protect
     *     what it wraps
     * @throws io.columnseal.KmsDeniedException if the token refuses the PIN
     */
    public Pkcs11Kms build() {
        if (!Files.isRegularFile(library)) {
            throw new ConfigurationException(
                    Pkcs11Kms.LIBRARY_SETTING, "must name the HSM's PKCS#11 library: " + library + " is no file");
        }
        if (slot != null && slotListIndex != null) {
            throw new ConfigurationException(
                    Pkcs11Kms.SLOT_SETTING, "and slot-list-index are both set: the slot is found by one of them");
        }
        TokenProviders providers = new TokenProviders(library, slot, slotListIndex == null ? 0 : slotListIndex);
        return Pkcs11Kms.open(providers, pin, keyLabel, previousKeyLabels);
    }
}
