package io.columnseal.kms.aws;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

/**
 * AWS KMS: data keys wrapped under a symmetric KMS key, which is given as id, ARN, alias name or alias ARN. The yearly
 * rotation of key material within a KMS key needs nothing here.
 *
 * <p>A wrapped key is stored with the ARN of the KMS key that wrapped it. It is unwrapped under that key and no other,
 * and only if that key is the configured one, or one of the previous ones: a row that names a stranger's key is refused
 * before AWS is asked. When an alias is pointed at another key, list the former one among the previous keys until
 * everything is rewrapped.
 *
 * <p>Immutable but for the ARN that an alias or bare id was last found to mean, and not to mean, and for which region
 * answers; safe for use by many threads.
 */
public final class AwsKms implements Kms {

    /** What the names of all settings start with. */
    static final String SETTINGS = "columnseal.kms.aws";

    /** The property that names the KMS key. */
    public static final String KEY_SETTING = SETTINGS + ".key-id";

    static final String KEY_MEANING = "the id, ARN, alias name or alias ARN of a symmetric key";

    /** The property that names KMS keys of earlier data keys. */
    public static final String PREVIOUS_KEYS_SETTING = SETTINGS + ".previous-key-ids";

    /** The property that names the region. */
    public static final String REGION_SETTING = SETTINGS + ".region";

    static final String FALLBACK_REGION_SETTING = SETTINGS + ".fallback-region";

    static final String ENDPOINT_SETTING = SETTINGS + ".endpoint";

    /** Keys of another KMS are met by the thousand, one by one; an alias is pointed elsewhere once a year. */
    static final Duration STRANGERS_FOR = Duration.ofSeconds(10);

    private static final int MAXIMUM_STRANGERS = 1_000;
    private static final int DATA_KEY_BYTES = 32;

    /** Of keys that are made to learn the ARN and thrown away. */
    private static final EncryptionContext NO_DATA_KEY =
            new EncryptionContext(new TreeMap<>(Map.of("columnseal", "1", "usage", "RESOLVE-ALIAS")));

    private final String keyId;
    private final List<String> previousKeyIds;
    private final @Nullable KeyArn configured;
    private final AwsContext contexts;
    private final AwsRegion primary;
    private final @Nullable AwsRegion fallback;
    private final Cache<KeyArn, Boolean> strangers;
    private final RegionAvoidance home;
    private volatile @Nullable KeyArn resolved;

    /** @param ticker how long an answer about a stranger's key is believed, and the fallback region asked first */
    AwsKms(
            String keyId,
            List<String> previousKeyIds,
            boolean tenantsHashed,
            AwsRegion primary,
            @Nullable AwsRegion fallback,
            Ticker ticker) {
        this.keyId = keyId;
        this.previousKeyIds = previousKeyIds;
        this.contexts = new AwsContext(tenantsHashed);
        this.strangers = Caffeine.newBuilder()
                .maximumSize(MAXIMUM_STRANGERS)
                .expireAfterWrite(STRANGERS_FOR)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
        this.home = new RegionAvoidance(ticker);
        this.primary = primary;
        this.fallback = fallback;
        this.configured = KeyArn.parse(keyId).orElse(null);
        this.resolved = configured == null ? null : atHome(configured);
    }

    /**
     * Starts building.
     *
     * @param keyId id, ARN, alias name ({@code alias/…}) or alias ARN of a symmetric KMS key
     */
    public static AwsKmsBuilder builder(String keyId) {
        return new AwsKmsBuilder(keyId);
    }

    /** The key's ARN; for an alias or bare id, what was configured until a call has told the ARN. */
    @Override
    public String kekId() {
        KeyArn known = resolved;
        return known == null ? keyId : known.toString();
    }

    @Override
    public boolean knows(String kekId) {
        return KeyArn.parse(kekId).filter(this::isOurs).isPresent();
    }

    /** Replicas of a multi-region key are one KEK. */
    @Override
    public boolean isSameKek(String kekId, String other) {
        return kekId.equals(other)
                || KeyArn.parse(kekId)
                        .flatMap(arn -> KeyArn.parse(other).filter(arn::isSameKeyAs))
                        .isPresent();
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public GeneratedDataKey generateDataKey(EncryptionContext context) {
        Map<String, String> sent = contexts.of(context);
        GenerateDataKeyResponse response = call(
                kekId(),
                region -> region.client()
                        .generateDataKey(request -> request.keyId(keyIdIn(region))
                                .keySpec(DataKeySpec.AES_256)
                                .encryptionContext(sent)));
        return wipingOnFailure(response.plaintext(), () -> {
            String wrapper = wrapper(response.keyId());
            WrappedKey wrapped = new WrappedKey(wrapper, bytes(wrapper, response.ciphertextBlob()));
            return new GeneratedDataKey(dataKey(wrapper, response.plaintext()), wrapped);
        });
    }

    @Override
    public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
        Map<String, String> sent = contexts.of(context);
        EncryptResponse response = call(
                kekId(),
                region -> region.client()
                        .encrypt(request -> request.keyId(keyIdIn(region))
                                // The key itself, not a copy that nobody would wipe
                                .plaintext(SdkBytes.fromByteArrayUnsafe(dataKey))
                                .encryptionContext(sent)));
        String wrapper = wrapper(response.keyId());
        return new WrappedKey(wrapper, bytes(wrapper, response.ciphertextBlob()));
    }

    @Override
    public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
        KeyArn wrapper = accepted(wrappedKey.kekId());
        Map<String, String> sent = contexts.of(context);
        DecryptResponse response = call(
                wrappedKey.kekId(),
                region -> region.client()
                        .decrypt(request -> request.keyId(region.keyId(wrapper))
                                .ciphertextBlob(SdkBytes.fromByteArrayUnsafe(wrappedKey.bytes()))
                                .encryptionContext(sent)));
        return wipingOnFailure(response.plaintext(), () -> {
            requireSame(wrapper, response.keyId());
            return dataKey(wrappedKey.kekId(), response.plaintext());
        });
    }

    /** The data key never leaves the service. */
    @Override
    public WrappedKey rewrap(WrappedKey wrappedKey, EncryptionContext context) {
        KeyArn wrapper = accepted(wrappedKey.kekId());
        Map<String, String> sent = contexts.of(context);
        ReEncryptResponse response = call(
                wrappedKey.kekId(),
                region -> region.client()
                        .reEncrypt(request -> request.sourceKeyId(region.keyId(wrapper))
                                .destinationKeyId(keyIdIn(region))
                                .ciphertextBlob(SdkBytes.fromByteArrayUnsafe(wrappedKey.bytes()))
                                .sourceEncryptionContext(sent)
                                .destinationEncryptionContext(sent)));
        requireSame(wrapper, response.sourceKeyId());
        String rewrapper = wrapper(response.keyId());
        return new WrappedKey(rewrapper, bytes(rewrapper, response.ciphertextBlob()));
    }

    @Override
    public KekDescription describe() {
        KeyMetadata key;
        try {
            key = metadata();
        } catch (KmsDeniedException e) {
            return KekDescription.unknown(kekId());
        }
        wrapper(key.arn());
        return new KekDescription(kekId(), status(key), key.creationDate());
    }

    @Override
    public void close() {
        primary.close();
        if (fallback != null) {
            fallback.close();
        }
    }

    @Override
    public String toString() {
        return "AwsKms[" + kekId() + "]";
    }

    private static KekDescription.Status status(KeyMetadata key) {
        return switch (key.keyState()) {
            case ENABLED -> KekDescription.Status.ENABLED;
            case PENDING_DELETION, PENDING_REPLICA_DELETION -> KekDescription.Status.PENDING_DELETION;
            case UNKNOWN_TO_SDK_VERSION -> KekDescription.Status.UNKNOWN;
            default -> KekDescription.Status.DISABLED;
        };
    }

    /** What a region knows the configured key by: a bare id is the same in each, and an alias is asked of one alone. */
    private String keyIdIn(AwsRegion region) {
        return configured == null ? keyId : region.keyId(configured);
    }

    private KeyMetadata metadata() {
        KeyMetadata key = call(
                        kekId(), region -> region.client().describeKey(request -> request.keyId(keyIdIn(region))))
                .keyMetadata();
        if (key == null) {
            throw incomplete(kekId());
        }
        return key;
    }

    /** Checks which key the service says that it wrapped with. */
    private String wrapper(@Nullable String named) {
        KeyArn known = resolved;
        if (named != null && known != null && known.toString().equals(named)) {
            return named;
        }
        KeyArn arn = Optional.ofNullable(named)
                .flatMap(KeyArn::parse)
                .map(this::atHome)
                .orElseThrow(() -> incomplete(kekId()));
        if (!isAlias(keyId) && !isMeantBy(keyId, arn)) {
            throw AwsKmsErrors.invalid(kekId(), null);
        }
        resolved = arn;
        return arn.toString();
    }

    /** The key that a row names, if it is one of ours. */
    private KeyArn accepted(String kekId) {
        KeyArn known = resolved;
        if (known != null && known.toString().equals(kekId)) {
            return known;
        }
        return KeyArn.parse(kekId)
                .filter(this::isOurs)
                .orElseThrow(() -> new KmsKeyNotFoundException(
                        kekId,
                        "it is neither the key that " + KEY_SETTING + " names nor one of " + PREVIOUS_KEYS_SETTING
                                + ". If it wrapped keys before, add its ARN to the latter",
                        null));
    }

    private boolean isOurs(KeyArn arn) {
        if (previousKeyIds.stream().anyMatch(id -> isMeantBy(id, arn))) {
            return true;
        }
        if (!isAlias(keyId)) {
            return isMeantBy(keyId, arn);
        }
        KeyArn known = resolved;
        if (known != null && known.isSameKeyAs(arn)) {
            return true;
        }
        if (strangers.getIfPresent(arn) != null) {
            return false;
        }
        // It may have been pointed elsewhere since, and another node know it already
        boolean meant = resolve().isSameKeyAs(arn);
        if (!meant) {
            strangers.put(arn, true);
        }
        return meant;
    }

    private KeyArn resolve() {
        try {
            return KeyArn.parse(wrapper(metadata().arn())).orElseThrow(() -> incomplete(keyId));
        } catch (KmsDeniedException e) {
            // Permission to describe is optional, that to generate is not
            try (GeneratedDataKey unused = generateDataKey(NO_DATA_KEY)) {
                return KeyArn.parse(unused.wrapped().kekId()).orElseThrow(() -> incomplete(keyId));
            }
        }
    }

    private static boolean isAlias(String id) {
        return id.contains("alias/");
    }

    private static boolean isMeantBy(String id, KeyArn arn) {
        return KeyArn.parse(id).map(configured -> configured.isSameKeyAs(arn)).orElseGet(() -> id.equals(arn.id()));
    }

    /** One key has one name, whichever region answered. */
    private KeyArn atHome(KeyArn arn) {
        return arn.in(primary.name());
    }

    private static void requireSame(KeyArn wrapper, @Nullable String named) {
        boolean same = wrapper.toString().equals(named)
                || Optional.ofNullable(named)
                        .flatMap(KeyArn::parse)
                        .filter(wrapper::isSameKeyAs)
                        .isPresent();
        if (!same) {
            throw named == null ? incomplete(wrapper.toString()) : AwsKmsErrors.invalid(wrapper.toString(), null);
        }
    }

    private <T> T call(String kekId, Function<AwsRegion, T> operation) {
        AwsRegion other = fallback;
        if (other == null || !isMultiRegion(kekId)) {
            return call(kekId, primary, operation);
        }
        return home.ask(() -> call(kekId, primary, operation), () -> call(kekId, other, operation));
    }

    /** No other region has any other key: its "not found" would say nothing of it. */
    private static boolean isMultiRegion(String kekId) {
        return KeyArn.parse(kekId).map(KeyArn::isMultiRegion).orElseGet(() -> KeyArn.isMultiRegion(kekId));
    }

    private <T> T call(String kekId, AwsRegion region, Function<AwsRegion, T> operation) {
        try {
            return operation.apply(region);
        } catch (SdkException e) {
            if (AwsKmsErrors.isInvalidState(e) && isOutOfReach(kekId, region)) {
                throw AwsKmsErrors.keyStoreOutOfReach(kekId, e);
            }
            throw AwsKmsErrors.translate(kekId, e);
        }
    }

    /** Whether it is the key's store, a CloudHSM or one outside of AWS, that fails, and nobody switched the key off. */
    private boolean isOutOfReach(String kekId, AwsRegion region) {
        String asked = KeyArn.parse(kekId).map(region::keyId).orElseGet(() -> keyIdIn(region));
        try {
            KeyMetadata key =
                    region.client().describeKey(request -> request.keyId(asked)).keyMetadata();
            return key != null
                    && (key.keyState() == KeyState.UNAVAILABLE
                            || key.keyState() == KeyState.ENABLED && key.customKeyStoreId() != null);
        } catch (SdkException e) {
            // Permission to describe is optional
            return false;
        }
    }

    /** The response's own array, so that whoever wipes it wipes the only one that is ours. */
    private static byte[] dataKey(String kekId, @Nullable SdkBytes plaintext) {
        if (plaintext == null) {
            throw incomplete(kekId);
        }
        byte[] dataKey = plaintext.asByteArrayUnsafe();
        if (dataKey.length != DATA_KEY_BYTES) {
            throw AwsKmsErrors.invalid(kekId, null);
        }
        return dataKey;
    }

    /** A key that came with an answer that is refused is nobody's to wipe but ours. */
    private static <T> T wipingOnFailure(@Nullable SdkBytes plaintext, Supplier<T> answer) {
        try {
            return answer.get();
        } catch (RuntimeException e) {
            if (plaintext != null) {
                Arrays.fill(plaintext.asByteArrayUnsafe(), (byte) 0);
            }
            throw e;
        }
    }

    private static byte[] bytes(String kekId, @Nullable SdkBytes bytes) {
        if (bytes == null || bytes.asByteArrayUnsafe().length == 0) {
            throw incomplete(kekId);
        }
        return bytes.asByteArray();
    }

    private static KmsUnavailableException incomplete(String kekId) {
        return AwsKmsErrors.unreachable(kekId, null);
    }
}
