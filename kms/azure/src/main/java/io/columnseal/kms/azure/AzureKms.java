package io.columnseal.kms.azure;

import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.keys.cryptography.models.UnwrapResult;
import com.azure.security.keyvault.keys.cryptography.models.WrapResult;
import com.azure.security.keyvault.keys.models.KeyProperties;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Azure Key Vault or Managed HSM: data keys drawn in this process and wrapped by a key that is given by its identifier, with
 * a version or without one, which then means the newest.
 *
 * <p>A wrapped key is stored with the identifier of the very version that wrapped it, and unwrapped by that version alone,
 * if it is one of the configured key or of the previous ones: a row that names a stranger's key is refused before Azure is
 * asked. So a new version of the key takes effect with the next data key, and rewrapping moves the others to it.
 *
 * <p>Wrapped bytes, frozen by stored keys: the id of the {@link KeyWrapping}, then what Azure returned.
 *
 * <p>The encryption context is not sent, since Azure has no place for it: what tells a wrapped key that was moved to
 * another row is the check value, which every caller compares. {@link #authenticates()} says whether Azure can tell keys
 * that it wrapped from those that anybody did.
 *
 * <p>Immutable but for the version that the key was last found to have; safe for use by many threads.
 */
public final class AzureKms implements Kms {

    /** What the names of all settings start with. */
    static final String SETTINGS = "columnseal.kms.azure";

    /** The property that names the key. */
    public static final String KEY_SETTING = SETTINGS + ".key-id";

    static final String KEY_MEANING = "the identifier of a key, such as https://clinic.vault.azure.net/keys/columnseal";

    /** The property that names keys of earlier data keys. */
    public static final String PREVIOUS_KEYS_SETTING = SETTINGS + ".previous-key-ids";

    /** The property that says how data keys are wrapped. */
    public static final String WRAPPING_SETTING = SETTINGS + ".wrapping";

    private static final int DATA_KEY_BYTES = 32;

    private final KeyVaultKey key;
    private final List<KeyVaultKey> previousKeys;
    private final KeyWrapping wrapping;
    private final Function<KeyVaultKey, CryptographyClient> open;
    private final CryptographyClient current;
    private final Map<KeyVaultKey, CryptographyClient> versions = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private volatile KeyVaultKey resolved;

    /** @param open makes the client of a key or of one version of it */
    AzureKms(
            KeyVaultKey key,
            List<KeyVaultKey> previousKeys,
            KeyWrapping wrapping,
            Function<KeyVaultKey, CryptographyClient> open) {
        this.key = key;
        this.previousKeys = previousKeys;
        this.wrapping = wrapping;
        this.open = open;
        this.current = open.apply(key);
        this.resolved = key;
    }

    /**
     * Starts building.
     *
     * @param keyId identifier of the key, such as {@code https://clinic.vault.azure.net/keys/columnseal}, with a version or
     *     without
     */
    public static AzureKmsBuilder builder(String keyId) {
        return new AzureKmsBuilder(keyId);
    }

    /** The identifier with the newest version; until a call has told that, the configured one. */
    @Override
    public String kekId() {
        return resolved.toString();
    }

    @Override
    public boolean knows(String kekId) {
        return KeyVaultKey.parse(kekId).filter(this::isOurs).isPresent();
    }

    /** Names of keys are not told apart by case. */
    @Override
    public boolean isSameKek(String kekId, String other) {
        return kekId.equals(other)
                || KeyVaultKey.parse(kekId)
                        .flatMap(one -> KeyVaultKey.parse(other).filter(one::isSameVersionAs))
                        .isPresent();
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public GeneratedDataKey generateDataKey(EncryptionContext context) {
        byte[] dataKey = new byte[DATA_KEY_BYTES];
        random.nextBytes(dataKey);
        try {
            return new GeneratedDataKey(dataKey, wrap(dataKey, context));
        } catch (RuntimeException e) {
            Arrays.fill(dataKey, (byte) 0);
            throw e;
        }
    }

    @Override
    public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
        if (dataKey.length != DATA_KEY_BYTES) {
            throw new IllegalArgumentException("a data key has " + DATA_KEY_BYTES + " bytes");
        }
        WrapResult result = call(kekId(), false, () -> current.wrapKey(wrapping.algorithm(), dataKey));
        KeyVaultKey wrapper = wrapper(result.getKeyId());
        byte[] sealed = result.getEncryptedKey();
        if (sealed == null || !wrapping.fits(sealed.length)) {
            throw AzureKmsErrors.unreachable(kekId(), null);
        }
        return new WrappedKey(
                wrapper.toString(),
                ByteBuffer.allocate(1 + sealed.length)
                        .put(wrapping.id())
                        .put(sealed)
                        .array());
    }

    @Override
    public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
        String kekId = wrappedKey.kekId();
        KeyVaultKey version = accepted(kekId);
        byte[] wrapped = wrappedKey.bytes();
        KeyWrapping how = KeyWrapping.of(wrapped).orElseThrow(() -> AzureKmsErrors.invalid(kekId, null));
        byte[] sealed = Arrays.copyOfRange(wrapped, 1, wrapped.length);
        CryptographyClient client = client(version);
        UnwrapResult result = call(kekId, true, () -> client.unwrapKey(how.algorithm(), sealed));
        // Only versions that exist are remembered: rows can name any number of others
        versions.putIfAbsent(version, client);
        return dataKey(version, result);
    }

    /** Not under RSA keys, neither if one is among the previous keys. */
    @Override
    public boolean authenticates() {
        return wrapping.isSecret() && previousKeys.isEmpty();
    }

    @Override
    public KekDescription describe() {
        KeyProperties properties;
        try {
            properties = call(kekId(), false, () -> current.getKey().getProperties());
        } catch (KmsDeniedException e) {
            return KekDescription.unknown(kekId());
        }
        wrapper(properties.getId());
        return new KekDescription(kekId(), status(properties), instant(properties.getCreatedOn()));
    }

    @Override
    public String toString() {
        return "AzureKms[" + kekId() + "]";
    }

    private static KekDescription.Status status(KeyProperties properties) {
        OffsetDateTime end = properties.getExpiresOn();
        boolean expired = end != null && !end.toInstant().isAfter(Instant.now());
        return Boolean.FALSE.equals(properties.isEnabled()) || expired
                ? KekDescription.Status.DISABLED
                : KekDescription.Status.ENABLED;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private CryptographyClient client(KeyVaultKey version) {
        CryptographyClient known = versions.get(version);
        return known == null ? open.apply(version) : known;
    }

    /** Checks which version of which key the service says that it wrapped with. */
    private KeyVaultKey wrapper(@Nullable String named) {
        KeyVaultKey wrapper = Optional.ofNullable(named)
                .flatMap(KeyVaultKey::parse)
                .orElseThrow(() -> AzureKmsErrors.unreachable(kekId(), null));
        if (!key.means(wrapper)) {
            throw AzureKmsErrors.invalid(kekId(), null);
        }
        resolved = wrapper;
        return wrapper;
    }

    /** The version that a row names, if it is of a key of ours. */
    private KeyVaultKey accepted(String kekId) {
        return KeyVaultKey.parse(kekId)
                .filter(this::isOurs)
                .orElseThrow(() -> new KmsKeyNotFoundException(
                        kekId,
                        "it is neither a version of the key that " + KEY_SETTING + " names nor of one of "
                                + PREVIOUS_KEYS_SETTING
                                + ". If it wrapped keys before, add its identifier to the latter",
                        null));
    }

    private boolean isOurs(KeyVaultKey named) {
        return key.means(named) || previousKeys.stream().anyMatch(previous -> previous.means(named));
    }

    /** A copy is what is ours to wipe; the SDK keeps its own until they are garbage. */
    private static byte[] dataKey(KeyVaultKey version, UnwrapResult result) {
        byte[] dataKey = result.getKey();
        if (dataKey == null) {
            throw AzureKmsErrors.unreachable(version.toString(), null);
        }
        String name = result.getKeyId();
        if (name == null) {
            Arrays.fill(dataKey, (byte) 0);
            throw AzureKmsErrors.unreachable(version.toString(), null);
        }
        boolean named = KeyVaultKey.parse(name).filter(version::means).isPresent();
        if (!named || dataKey.length != DATA_KEY_BYTES) {
            Arrays.fill(dataKey, (byte) 0);
            throw AzureKmsErrors.invalid(version.toString(), null);
        }
        return dataKey;
    }

    private static <T> T call(String kekId, boolean wrapped, Supplier<T> operation) {
        try {
            return operation.get();
        } catch (RuntimeException e) {
            throw AzureKmsErrors.translate(kekId, wrapped, e);
        }
    }
}
