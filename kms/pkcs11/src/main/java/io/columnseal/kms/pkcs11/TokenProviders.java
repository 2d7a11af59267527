package io.columnseal.kms.pkcs11;

import io.columnseal.ConfigurationException;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.InvalidParameterException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's providers for one token. Each has sessions of its own, which end with its logout; the login is the process's.
 * Not for many threads.
 */
final class TokenProviders implements Supplier<AuthProvider> {

    /** Names of providers are unique in a JVM. */
    private static final AtomicLong INSTANCES = new AtomicLong();

    private final Path library;
    private final @Nullable Long slot;
    private final int slotListIndex;
    private final Function<String, Provider> jdk;
    private boolean loaded;
    private @Nullable AuthProvider waiting;

    /** @param slot the token's slot; if null, the one at that index of the library's list */
    TokenProviders(Path library, @Nullable Long slot, int slotListIndex) {
        this(library, slot, slotListIndex, TokenProviders::ofTheJdk);
    }

    /** @param jdk configures a provider */
    TokenProviders(Path library, @Nullable Long slot, int slotListIndex, Function<String, Provider> jdk) {
        this.library = library;
        this.slot = slot;
        this.slotListIndex = slotListIndex;
        this.jdk = jdk;
    }

    /**
     * Another one.
     *
     * @throws ConfigurationException if the library was never loaded and cannot be, or lists other slots only
     * @throws ProviderException if the token does not answer
     */
    @Override
    public AuthProvider get() {
        AuthProvider next = waiting == null ? configured() : waiting;
        if (next.getService("KeyStore", Token.KEY_STORE) == null) {
            // The JDK has begun a thread that waits for the token: not another one with each attempt
            waiting = next;
            throw new ProviderException("CKR_TOKEN_NOT_PRESENT");
        }
        waiting = null;
        return next;
    }

    private AuthProvider configured() {
        try {
            // Not registered: nothing else in this process uses the token by chance
            AuthProvider next = (AuthProvider) jdk.apply(configuration());
            loaded = true;
            return next;
        } catch (InvalidParameterException | ProviderException | UnsupportedOperationException e) {
            loaded |= TokenErrors.isOfToken(e);
            if (loaded) {
                // Nobody changed the settings meanwhile: it is the HSM
                throw new ProviderException(e);
            }
            throw new ConfigurationException(
                    Pkcs11Kms.LIBRARY_SETTING,
                    "could not be opened (" + TokenErrors.returnCode(e)
                            + "). Check that the library fits this machine, and " + Pkcs11Kms.SLOT_SETTING,
                    e);
        }
    }

    private static Provider ofTheJdk(String configuration) {
        Provider base = Security.getProvider("SunPKCS11");
        if (base == null) {
            throw new ConfigurationException(
                    Pkcs11Kms.LIBRARY_SETTING, "needs the module jdk.crypto.cryptoki, which this Java has not");
        }
        return base.configure(configuration);
    }

    /** Two dashes say that this is the configuration itself, not a file. */
    private String configuration() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("name", "columnseal" + INSTANCES.incrementAndGet());
        settings.put("library", '"' + library.toString() + '"');
        // The JDK keeps all others for ever, with their sessions
        settings.put("destroyTokenAfterLogout", "true");
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
