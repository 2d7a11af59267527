package io.columnseal.kms.vault;

import io.columnseal.ConfigurationException;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.Retryable;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The transit engine of HashiCorp Vault or OpenBao: data keys made and wrapped under a key derived of the transit key and
 * the encryption context. Rotating the transit key in Vault needs nothing here; {@link #rewrap} moves a wrapped key to
 * its newest version.
 *
 * <p>The KEK's id is {@code vault:}, the namespace if there is one, the mount and the key's name, separated by slashes.
 * Wrapped bytes are Vault's own text. Keys unwrap under the transit key that their row names, if it is the configured one
 * or one of the previous ones.
 *
 * <p>Safe for use by many threads.
 */
public final class VaultKms implements Kms {

    /** What the names of all settings start with. */
    static final String SETTINGS = "columnseal.kms.vault";

    /** The property that names the transit key. */
    public static final String KEY_SETTING = SETTINGS + ".key";

    /** The property that names transit keys of earlier data keys. */
    public static final String PREVIOUS_KEYS_SETTING = SETTINGS + ".previous-keys";

    /** The property that holds a token. */
    static final String TOKEN_SETTING = SETTINGS + ".token";

    private static final int DATA_KEY_BYTES = 32;
    private static final Pattern CIPHERTEXT = Pattern.compile("vault:v[1-9][0-9]{0,8}:([A-Za-z0-9+/=]+)");
    private static final int ATTEMPTS = 3;
    private static final long FIRST_PAUSE_MILLIS = 100;

    private final VaultSession session;
    private final String prefix;
    private final String mount;
    private final String key;
    private final List<String> previousKeys;
    private volatile boolean bindsContext;

    VaultKms(VaultSession session, @Nullable String namespace, String mount, String key, List<String> previousKeys) {
        this.session = session;
        this.prefix = "vault:" + (namespace == null ? "" : namespace + "/") + mount + "/";
        this.mount = mount;
        this.key = key;
        this.previousKeys = previousKeys;
    }

    /**
     * Starts building.
     *
     * @param address such as {@code https://vault.example:8200}
     * @param key name of a transit key that was made with {@code derived=true}
     */
    public static VaultKmsBuilder builder(URI address, String key) {
        return new VaultKmsBuilder(address, key);
    }

    @Override
    public String kekId() {
        return prefix + key;
    }

    @Override
    public boolean knows(String kekId) {
        return isOurs(name(kekId));
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public GeneratedDataKey generateDataKey(EncryptionContext context) {
        requireBinding();
        JsonNode data = ask(kekId(), "datakey/plaintext/" + key, Map.of("context", text(context), "bits", "256"));
        // Before there is a key that would have to be wiped
        WrappedKey wrapped = wrapped(data);
        return new GeneratedDataKey(dataKey(kekId(), data), wrapped);
    }

    @Override
    public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
        requireBinding();
        return encrypt(dataKey, context);
    }

    @Override
    public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
        String name = accepted(wrappedKey.kekId());
        return dataKey(
                wrappedKey.kekId(),
                ask(
                        wrappedKey.kekId(),
                        "decrypt/" + name,
                        Map.of("ciphertext", ciphertext(wrappedKey), "context", text(context))));
    }

    /** Within one transit key, the data key never leaves Vault. */
    @Override
    public WrappedKey rewrap(WrappedKey wrappedKey, EncryptionContext context) {
        if (!accepted(wrappedKey.kekId()).equals(key)) {
            return Kms.super.rewrap(wrappedKey, context);
        }
        requireBinding();
        return wrapped(
                ask(kekId(), "rewrap/" + key, Map.of("ciphertext", ciphertext(wrappedKey), "context", text(context))));
    }

    /** With the time of the newest version, since older ones wrap nothing any more. */
    @Override
    public KekDescription describe() {
        JsonNode data;
        try {
            data = ask(kekId(), "keys/" + key, null);
        } catch (KmsDeniedException e) {
            return KekDescription.unknown(kekId());
        }
        return new KekDescription(kekId(), KekDescription.Status.ENABLED, newest(data));
    }

    @Override
    public String toString() {
        return "VaultKms[" + kekId() + "]";
    }

    /**
     * Vault takes no notice of a context where the key is not derived. So before the first key is wrapped, a throwaway one
     * is, and must not unwrap with another context.
     */
    private void requireBinding() {
        if (bindsContext) {
            return;
        }
        WrappedKey probe = encrypt(new byte[DATA_KEY_BYTES], probeContext("1"));
        try {
            unwrap(probe, probeContext("2"));
        } catch (KmsInvalidCiphertextException e) {
            bindsContext = true;
            return;
        }
        throw new ConfigurationException(
                KEY_SETTING,
                "must name a transit key made with derived=true: this one unwraps data keys whatever the encryption"
                        + " context. A key cannot be changed; make another one: vault write -f transit/keys/NAME"
                        + " derived=true");
    }

    private static EncryptionContext probeContext(String number) {
        return new EncryptionContext(new TreeMap<>(Map.of("columnseal", "1", "usage", "PROBE", "number", number)));
    }

    private WrappedKey encrypt(byte[] dataKey, EncryptionContext context) {
        return wrapped(ask(
                kekId(),
                "encrypt/" + key,
                Map.of("plaintext", Base64.getEncoder().encodeToString(dataKey), "context", text(context))));
    }

    private JsonNode ask(String kekId, String operation, @Nullable Map<String, String> body) {
        for (int attempt = 1; ; attempt++) {
            try {
                JsonNode data =
                        session.ask(kekId, mount + "/" + operation, body).path("data");
                if (!data.isObject()) {
                    throw VaultErrors.unreachable(kekId, null);
                }
                return data;
            } catch (KmsException e) {
                if (!(e instanceof Retryable)
                        || attempt == ATTEMPTS
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                pause(attempt);
            }
        }
    }

    /** Doubled each time, less up to a half by chance, so that nodes do not come back all at once. */
    private static void pause(int attempt) {
        long most = FIRST_PAUSE_MILLIS << (attempt - 1);
        LockSupport.parkNanos(
                TimeUnit.MILLISECONDS.toNanos(most - ThreadLocalRandom.current().nextLong(most / 2)));
    }

    /** The transit key that a row names, if it is one of ours. */
    private String accepted(String kekId) {
        String name = name(kekId);
        if (!isOurs(name)) {
            throw new KmsKeyNotFoundException(
                    kekId,
                    "it is neither the key that " + KEY_SETTING + " names nor one of " + PREVIOUS_KEYS_SETTING
                            + ". If it wrapped keys before, add its name to the latter",
                    null);
        }
        return name;
    }

    private String name(String kekId) {
        return kekId.startsWith(prefix) ? kekId.substring(prefix.length()) : "";
    }

    private boolean isOurs(String name) {
        return name.equals(key) || previousKeys.contains(name);
    }

    private WrappedKey wrapped(JsonNode data) {
        String ciphertext = data.path("ciphertext").asString("");
        if (ciphertext.isEmpty()) {
            throw VaultErrors.unreachable(kekId(), null);
        }
        return new WrappedKey(kekId(), ciphertext.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] dataKey(String kekId, JsonNode data) {
        byte[] dataKey;
        try {
            dataKey = Base64.getDecoder().decode(data.path("plaintext").asString(""));
        } catch (IllegalArgumentException e) {
            // Its message quotes what it could not read
            throw VaultErrors.unreachable(kekId, null);
        }
        if (dataKey.length != DATA_KEY_BYTES) {
            Arrays.fill(dataKey, (byte) 0);
            throw dataKey.length == 0 ? VaultErrors.unreachable(kekId, null) : VaultErrors.invalid(kekId);
        }
        return dataKey;
    }

    /** Vault reads several texts as the same bytes; one of them is ours. */
    private static String ciphertext(WrappedKey wrappedKey) {
        String text = new String(wrappedKey.bytes(), StandardCharsets.ISO_8859_1);
        Matcher form = CIPHERTEXT.matcher(text);
        if (!form.matches() || !isCanonical(form.group(1))) {
            throw VaultErrors.invalid(wrappedKey.kekId());
        }
        return text;
    }

    private static boolean isCanonical(String base64) {
        try {
            return Base64.getEncoder()
                    .encodeToString(Base64.getDecoder().decode(base64))
                    .equals(base64);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String text(EncryptionContext context) {
        return Base64.getEncoder().encodeToString(context.canonical());
    }

    private static @Nullable Instant newest(JsonNode data) {
        JsonNode time = data.path("keys").path(data.path("latest_version").asString(""));
        if (time.isNumber()) {
            return Instant.ofEpochSecond(time.asLong());
        }
        try {
            return Instant.parse(time.asString(""));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
