package io.columnseal.kms.aws;

import com.github.benmanes.caffeine.cache.Ticker;
import io.columnseal.ConfigurationException;
import io.columnseal.internal.PositiveDuration;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;

/** Builds an {@link AwsKms}. Only the key is required. Not for many threads. */
public final class AwsKmsBuilder {

    /** How long a call may take with all its attempts. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(6);

    /** How long one attempt may take. */
    public static final Duration DEFAULT_ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(1);

    private final String keyId;
    private List<String> previousKeyIds = List.of();
    private @Nullable String region;
    private @Nullable String fallbackRegion;
    private @Nullable URI endpoint;
    private @Nullable URI fallbackEndpoint;
    private @Nullable AwsCredentialsProvider credentials;
    private @Nullable KmsClient client;
    private Duration timeout = DEFAULT_TIMEOUT;
    private Duration attemptTimeout = DEFAULT_ATTEMPT_TIMEOUT;
    private boolean tenantsHashed;
    private Ticker ticker = Ticker.systemTicker();

    AwsKmsBuilder(String keyId) {
        if (keyId.isBlank()) {
            throw new ConfigurationException(AwsKms.KEY_SETTING, "is required: " + AwsKms.KEY_MEANING);
        }
        this.keyId = keyId.strip();
    }

    /** ARNs or ids of keys that wrapped earlier data keys, which they go on unwrapping; aliases are refused. */
    public AwsKmsBuilder previousKeyIds(List<String> keyIds) {
        for (String id : keyIds) {
            if (id.contains("alias/")) {
                throw new ConfigurationException(
                        AwsKms.PREVIOUS_KEYS_SETTING,
                        "must hold ids or ARNs of keys: an alias may point elsewhere today");
            }
        }
        this.previousKeyIds = List.copyOf(keyIds);
        return this;
    }

    /** The key's region; the SDK's usual chain decides unless set. */
    public AwsKmsBuilder region(String region) {
        this.region = region;
        return this;
    }

    /**
     * Where a replica of a multi-region key answers while the key's own region does not. The key has to be given by the
     * ARN or id of such a key: an alias means whatever key each region says.
     */
    public AwsKmsBuilder fallbackRegion(String region) {
        this.fallbackRegion = region;
        return this;
    }

    /** Another endpoint than the region's, such as that of a VPC; https, but on loopback. */
    public AwsKmsBuilder endpoint(URI endpoint) {
        this.endpoint = endpoint;
        return this;
    }

    /** Another endpoint than the fallback region's; https, but on loopback. */
    public AwsKmsBuilder fallbackEndpoint(URI endpoint) {
        this.fallbackEndpoint = endpoint;
        return this;
    }

    /** Credentials; the SDK's usual chain finds them unless set. */
    public AwsKmsBuilder credentials(AwsCredentialsProvider credentials) {
        this.credentials = credentials;
        return this;
    }

    /**
     * How long a call may take with all its attempts, in both regions, of which each has half, if there is a fallback region;
     * {@link #DEFAULT_TIMEOUT} unless set.
     */
    public AwsKmsBuilder timeout(Duration timeout) {
        this.timeout = PositiveDuration.of(AwsKms.SETTINGS + ".timeout", timeout);
        return this;
    }

    /** How long one attempt may take; {@link #DEFAULT_ATTEMPT_TIMEOUT} unless set. */
    public AwsKmsBuilder attemptTimeout(Duration timeout) {
        this.attemptTimeout = PositiveDuration.of(AwsKms.SETTINGS + ".attempt-timeout", timeout);
        return this;
    }

    /**
     * Gives the service the SHA-256 of tenants' ids in place of the ids, for those that must not stand in CloudTrail.
     * Whoever can guess an id can still recognise it. Stored keys depend on it: to be decided before the first one is
     * made.
     */
    public AwsKmsBuilder hashTenants(boolean hash) {
        this.tenantsHashed = hash;
        return this;
    }

    /**
     * A client of the caller's own making, with its own HTTP client, pool and time-outs, in place of those above; stays
     * the caller's to close.
     */
    public AwsKmsBuilder client(KmsClient client) {
        this.client = client;
        return this;
    }

    AwsKmsBuilder ticker(Ticker ticker) {
        this.ticker = ticker;
        return this;
    }

    /**
     * Connects to nothing yet.
     *
     * @throws ConfigurationException if no region is found, or the settings contradict each other
     */
    public AwsKms build() {
        if (attemptTimeout.compareTo(timeout) > 0) {
            throw new ConfigurationException(
                    AwsKms.SETTINGS + ".attempt-timeout", "must not be longer than " + AwsKms.SETTINGS + ".timeout");
        }
        if (fallbackRegion != null && !isMultiRegionKey()) {
            throw new ConfigurationException(
                    AwsKms.FALLBACK_REGION_SETTING,
                    "needs the ARN or id (mrk-…) of a multi-region key in " + AwsKms.KEY_SETTING
                            + ": under an alias the other region may have another key, which would seal what the key's"
                            + " own region cannot open");
        }
        AwsRegion primary = client == null ? open(region(), endpoint) : new AwsRegion(client, false, regionOf(client));
        AwsRegion fallback = fallbackRegion == null ? null : open(Optional.of(fallbackRegion), fallbackEndpoint);
        AwsRegions regions = new AwsRegions(primary, fallback, ticker);
        return new AwsKms(keyId, previousKeyIds, tenantsHashed, regions, ticker);
    }

    private boolean isMultiRegionKey() {
        return KeyArn.isMultiRegion(KeyArn.parse(keyId).map(KeyArn::id).orElse(keyId));
    }

    /** A key's ARN names its region. */
    private Optional<String> region() {
        return region == null ? KeyArn.parse(keyId).map(KeyArn::region) : Optional.of(region);
    }

    private AwsRegion open(Optional<String> name, @Nullable URI url) {
        Duration inRegion = fallbackRegion == null ? timeout : timeout.dividedBy(2);
        KmsClientBuilder builder = KmsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECTION_TIMEOUT)
                        .socketTimeout(attemptTimeout))
                .overrideConfiguration(configuration -> configuration
                        .apiCallTimeout(inRegion)
                        .apiCallAttemptTimeout(attemptTimeout.compareTo(inRegion) < 0 ? attemptTimeout : inRegion)
                        .retryStrategy(retries()));
        name.map(Region::of).ifPresent(builder::region);
        if (url != null) {
            builder.endpointOverride(url);
        }
        if (credentials != null) {
            builder.credentialsProvider(credentials);
        }
        try {
            KmsClient opened = builder.build();
            requireConfidential(opened);
            return new AwsRegion(opened, true, regionOf(opened));
        } catch (SdkException e) {
            throw new ConfigurationException(
                    AwsKms.REGION_SETTING, "is required here: the SDK's usual chain finds no region", e);
        }
    }

    /** The endpoint may also be one of the SDK's own settings, such as the environment's {@code AWS_ENDPOINT_URL_KMS}. */
    private static void requireConfidential(KmsClient opened) {
        Optional<URI> endpoint = opened.serviceClientConfiguration().endpointOverride();
        if (endpoint.filter(url -> !isConfidential(url)).isPresent()) {
            opened.close();
            throw new ConfigurationException(
                    AwsKms.ENDPOINT_SETTING,
                    "must be an https address, as must the SDK's own AWS_ENDPOINT_URL: data keys travel over it in the"
                            + " clear");
        }
    }

    private static boolean isConfidential(URI url) {
        return "https".equalsIgnoreCase(url.getScheme()) || LOOPBACK.contains(String.valueOf(url.getHost()));
    }

    /** Waits shorter than the SDK's own: a caller waits meanwhile. */
    private static StandardRetryStrategy retries() {
        BackoffStrategy backoff = BackoffStrategy.exponentialDelay(FIRST_BACKOFF, LONGEST_BACKOFF);
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .backoffStrategy(backoff)
                .throttlingBackoffStrategy(backoff)
                .build();
    }

    private static String regionOf(KmsClient client) {
        return client.serviceClientConfiguration().region().id();
    }
}
