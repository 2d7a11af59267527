package io.columnseal.kms.aws;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
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

    /** Of keys that are made to learn the ARN and thrown away. */
    private static final EncryptionContext NO_DATA_KEY =
            new EncryptionContext(new TreeMap<>(Map.of("columnseal", "1", "usage", "RESOLVE-ALIAS")));

    private final String keyId;
    private final List<String> previousKeyIds;
    private final @Nullable KeyArn configured;
    private final AwsContext contexts;
    private final AwsRegions regions;
    private final Cache<KeyArn, Boolean> strangers;
    private volatile @Nullable KeyArn resolved;

    /** @param ticker how long an answer about a stranger's key is believed */
    AwsKms(String keyId, List<String> previousKeyIds, boolean tenantsHashed, AwsRegions regions, Ticker ticker) {
        this.keyId = keyId;
        this.previousKeyIds = previousKeyIds;
        this.contexts = new AwsContext(tenantsHashed);
        this.strangers = Caffeine.newBuilder()
                .maximumSize(MAXIMUM_STRANGERS)
                .expireAfterWrite(STRANGERS_FOR)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
        this.regions = regions;
        this.configured = KeyArn.parse(keyId).orElse(null);
        this.resolved = configured == null ? null : regions.atHome(configured);
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
        GenerateDataKeyResponse response = regions.call(
                kekId(),
                region -> region.client()
                        .generateDataKey(request -> request.keyId(keyIdIn(region))
                                .keySpec(DataKeySpec.AES_256)
                                .encryptionContext(sent)));
        return AwsAnswers.wipingOnFailure(response.plaintext(), () -> {
            String wrapper = wrapper(response.keyId());
            WrappedKey wrapped = new WrappedKey(wrapper, AwsAnswers.bytes(wrapper, response.ciphertextBlob()));
            return new GeneratedDataKey(AwsAnswers.dataKey(wrapper, response.plaintext()), wrapped);
        });
    }

    @Override
    public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
        Map<String, String> sent = contexts.of(context);
        EncryptResponse response = regions.call(
                kekId(),
                region -> region.client()
                        .encrypt(request -> request.keyId(keyIdIn(region))
                                // The key itself, not a copy that nobody would wipe
                                .plaintext(SdkBytes.fromByteArrayUnsafe(dataKey))
                                .encryptionContext(sent)));
        String wrapper = wrapper(response.keyId());
        return new WrappedKey(wrapper, AwsAnswers.bytes(wrapper, response.ciphertextBlob()));
    }

    @Override
    public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
        KeyArn wrapper = accepted(wrappedKey.kekId());
        Map<String, String> sent = contexts.of(context);
        DecryptResponse response = regions.call(
                wrappedKey.kekId(),
                region -> region.client()
                        .decrypt(request -> request.keyId(region.keyId(wrapper))
                                .ciphertextBlob(SdkBytes.fromByteArrayUnsafe(wrappedKey.bytes()))
                                .encryptionContext(sent)));
        return AwsAnswers.wipingOnFailure(response.plaintext(), () -> {
            requireSame(wrapper, response.keyId());
            return AwsAnswers.dataKey(wrappedKey.kekId(), response.plaintext());
        });
    }

    /** The data key never leaves the service. */
    @Override
    public WrappedKey rewrap(WrappedKey wrappedKey, EncryptionContext context) {
        KeyArn wrapper = accepted(wrappedKey.kekId());
        Map<String, String> sent = contexts.of(context);
        ReEncryptResponse response = regions.call(
                wrappedKey.kekId(),
                region -> region.client()
                        .reEncrypt(request -> request.sourceKeyId(region.keyId(wrapper))
                                .destinationKeyId(keyIdIn(region))
                                .ciphertextBlob(SdkBytes.fromByteArrayUnsafe(wrappedKey.bytes()))
                                .sourceEncryptionContext(sent)
                                .destinationEncryptionContext(sent)));
        requireSame(wrapper, response.sourceKeyId());
        String rewrapper = wrapper(response.keyId());
        return new WrappedKey(rewrapper, AwsAnswers.bytes(rewrapper, response.ciphertextBlob()));
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
        if (key.keyState() == KeyState.UNAVAILABLE) {
            // Not for want of being enabled
            throw AwsKmsErrors.keyStoreOutOfReach(kekId(), null);
        }
        return new KekDescription(kekId(), status(key), key.creationDate());
    }

    @Override
    public void close() {
        regions.close();
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
        KeyMetadata key = regions.call(
                        kekId(), region -> region.client().describeKey(request -> request.keyId(keyIdIn(region))))
                .keyMetadata();
        if (key == null) {
            throw AwsAnswers.incomplete(kekId());
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
                .map(regions::atHome)
                .orElseThrow(() -> AwsAnswers.incomplete(kekId()));
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
            return KeyArn.parse(wrapper(metadata().arn())).orElseThrow(() -> AwsAnswers.incomplete(keyId));
        } catch (KmsDeniedException e) {
            // Permission to describe is optional, that to generate is not
            try (GeneratedDataKey unused = generateDataKey(NO_DATA_KEY)) {
                return KeyArn.parse(unused.wrapped().kekId()).orElseThrow(() -> AwsAnswers.incomplete(keyId));
            }
        }
    }

    private static boolean isAlias(String id) {
        return id.contains("alias/");
    }

    private static boolean isMeantBy(String id, KeyArn arn) {
        return KeyArn.parse(id).map(configured -> configured.isSameKeyAs(arn)).orElseGet(() -> id.equals(arn.id()));
    }

    private static void requireSame(KeyArn wrapper, @Nullable String named) {
        boolean same = wrapper.toString().equals(named)
                || Optional.ofNullable(named)
                        .flatMap(KeyArn::parse)
                        .filter(wrapper::isSameKeyAs)
                        .isPresent();
        if (!same) {
            throw named == null
                    ? AwsAnswers.incomplete(wrapper.toString())
                    : AwsKmsErrors.invalid(wrapper.toString(), null);
        }
    }
}
