package io.columnseal.kms.gcp;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.kms.v1.CryptoKeyVersion;
import com.google.cloud.kms.v1.DecryptRequest;
import com.google.cloud.kms.v1.DecryptResponse;
import com.google.cloud.kms.v1.EncryptRequest;
import com.google.cloud.kms.v1.EncryptResponse;
import com.google.cloud.kms.v1.GetCryptoKeyRequest;
import com.google.cloud.kms.v1.KeyManagementServiceClient;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Google Cloud KMS: data keys drawn in this process and wrapped under a symmetric key.
 *
 * <p>A wrapped key is stored with the name of the version that wrapped it, and unwraps if that is a version of the
 * configured key or of one of the previous ones: a row that names a stranger's key is refused before Google is asked. A new
 * primary version takes effect with the next data key, and rewrapping moves the others to it.
 *
 * <p>Wrapped bytes, frozen by stored keys: 0x01, then Google's ciphertext of a {@link KeyEnvelope}; the additional
 * authenticated data is {@link EncryptionContext#canonical()}. What Google says it received, and what is received from
 * Google, is compared by CRC32C.
 *
 * <p>Immutable but for the version that the key was last found to have; safe for use by many threads.
 */
public final class GcpKms implements Kms {

    /** What the names of all settings start with. */
    static final String SETTINGS = "columnseal.kms.gcp";

    /** The property that names the key. */
    public static final String KEY_SETTING = SETTINGS + ".key-name";

    static final String KEY_MEANING = "the name of a symmetric key, projects/…/locations/…/keyRings/…/cryptoKeys/…";

    /** The property that names keys of earlier data keys. */
    public static final String PREVIOUS_KEYS_SETTING = SETTINGS + ".previous-key-names";

    private static final byte VERSION = 0x01;

    private final GcpService service;
    private final String key;
    private final List<String> previousKeys;
    private final SecureRandom random = new SecureRandom();
    private volatile String resolved;

    GcpKms(GcpService service, String key, List<String> previousKeys) {
        this.service = service;
        this.key = key;
        this.previousKeys = previousKeys;
        this.resolved = key;
    }

    /**
     * Starts building.
     *
     * @param keyName {@code projects/…/locations/…/keyRings/…/cryptoKeys/…}, of a symmetric key
     */
    public static GcpKmsBuilder builder(String keyName) {
        return new GcpKmsBuilder(keyName);
    }

    /** The name with the primary version; until a call has told that, the configured name. */
    @Override
    public String kekId() {
        return resolved;
    }

    @Override
    public boolean knows(String kekId) {
        return CryptoKey.ofVersion(kekId).filter(this::isOurs).isPresent();
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public GeneratedDataKey generateDataKey(EncryptionContext context) {
        byte[] dataKey = new byte[KeyEnvelope.DATA_KEY_BYTES];
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
        if (dataKey.length != KeyEnvelope.DATA_KEY_BYTES) {
            throw new IllegalArgumentException("a data key has " + KeyEnvelope.DATA_KEY_BYTES + " bytes");
        }
        byte[] envelope = KeyEnvelope.seal(dataKey);
        try {
            return encrypt(KeyEnvelope.sent(envelope), associatedData(context));
        } finally {
            Arrays.fill(envelope, (byte) 0);
        }
    }

    private WrappedKey encrypt(ByteString envelope, ByteString associatedData) {
        EncryptRequest request = EncryptRequest.newBuilder()
                .setName(key)
                .setPlaintext(envelope)
                .setPlaintextCrc32C(Checksum.of(envelope))
                .setAdditionalAuthenticatedData(associatedData)
                .setAdditionalAuthenticatedDataCrc32C(Checksum.of(associatedData))
                .build();
        EncryptResponse response =
                call(kekId(), false, client -> client.encryptCallable().call(request, Routing.to(key)));
        if (!response.getVerifiedPlaintextCrc32C()
                || !response.getVerifiedAdditionalAuthenticatedDataCrc32C()
                || !response.hasCiphertextCrc32C()
                || !response.getCiphertextCrc32C().equals(Checksum.of(response.getCiphertext()))) {
            throw GcpKmsErrors.damaged(kekId());
        }
        String wrapper = wrapper(response.getName());
        ByteString ciphertext = response.getCiphertext();
        return new WrappedKey(
                wrapper,
                ByteBuffer.allocate(1 + ciphertext.size())
                        .put(VERSION)
                        .put(ciphertext.asReadOnlyByteBuffer())
                        .array());
    }

    @Override
    public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
        String kekId = wrappedKey.kekId();
        String wrapper = accepted(kekId);
        byte[] wrapped = wrappedKey.bytes();
        if (wrapped[0] != VERSION) {
            throw GcpKmsErrors.invalid(kekId, null);
        }
        ByteString ciphertext = ByteString.copyFrom(wrapped, 1, wrapped.length - 1);
        ByteString associatedData = associatedData(context);
        DecryptRequest request = DecryptRequest.newBuilder()
                .setName(wrapper)
                .setCiphertext(ciphertext)
                .setCiphertextCrc32C(Checksum.of(ciphertext))
                .setAdditionalAuthenticatedData(associatedData)
                .setAdditionalAuthenticatedDataCrc32C(Checksum.of(associatedData))
                .build();
        DecryptResponse response =
                call(kekId, true, client -> client.decryptCallable().call(request, Routing.to(wrapper)));
        ByteString envelope = response.getPlaintext();
        if (!response.hasPlaintextCrc32C() || !response.getPlaintextCrc32C().equals(Checksum.of(envelope))) {
            throw GcpKmsErrors.damaged(kekId);
        }
        if (!KeyEnvelope.isOne(envelope)) {
            throw GcpKmsErrors.invalid(kekId, null);
        }
        return KeyEnvelope.open(envelope);
    }

    @Override
    public KekDescription describe() {
        GetCryptoKeyRequest request =
                GetCryptoKeyRequest.newBuilder().setName(key).build();
        CryptoKeyVersion primary;
        try {
            primary = call(
                            kekId(),
                            false,
                            client -> client.getCryptoKeyCallable().call(request, Routing.to(key)))
                    .getPrimary();
        } catch (KmsDeniedException e) {
            return KekDescription.unknown(kekId());
        }
        wrapper(primary.getName());
        return new KekDescription(kekId(), status(primary), instant(primary.getCreateTime()));
    }

    @Override
    public void close() {
        service.close();
    }

    @Override
    public String toString() {
        return "GcpKms[" + kekId() + "]";
    }

    private static KekDescription.Status status(CryptoKeyVersion primary) {
        return switch (primary.getState()) {
            case ENABLED -> KekDescription.Status.ENABLED;
            case DESTROY_SCHEDULED -> KekDescription.Status.PENDING_DELETION;
            case CRYPTO_KEY_VERSION_STATE_UNSPECIFIED, UNRECOGNIZED -> KekDescription.Status.UNKNOWN;
            default -> KekDescription.Status.DISABLED;
        };
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    /** Checks which version of which key the service says that it wrapped with. */
    private String wrapper(String version) {
        String named = CryptoKey.ofVersion(version).orElseThrow(() -> GcpKmsErrors.unreachable(kekId(), null));
        if (!named.equals(key)) {
            throw GcpKmsErrors.invalid(kekId(), null);
        }
        resolved = version;
        return version;
    }

    /** The key of the version that a row names, if it is one of ours. Google finds the version in the ciphertext. */
    private String accepted(String kekId) {
        Optional<String> named = CryptoKey.ofVersion(kekId);
        return named.filter(this::isOurs)
                .orElseThrow(() -> new KmsKeyNotFoundException(
                        kekId,
                        "it is neither a version of the key that " + KEY_SETTING + " names nor of one of "
                                + PREVIOUS_KEYS_SETTING
                                + ". If it wrapped keys before, add its name to the latter",
                        null));
    }

    private boolean isOurs(String name) {
        return name.equals(key) || previousKeys.contains(name);
    }

    private static ByteString associatedData(EncryptionContext context) {
        return UnsafeByteOperations.unsafeWrap(context.canonical());
    }

    private <T> T call(String kekId, boolean wrapped, Function<KeyManagementServiceClient, T> operation) {
        try {
            return operation.apply(service.client());
        } catch (ApiException e) {
            throw GcpKmsErrors.translate(kekId, wrapped, e);
        } catch (IOException | RuntimeException e) {
            throw GcpKmsErrors.unreachable(kekId, e);
        }
    }
}
