package io.columnseal.kms.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.ExponentialBackoff;
import com.azure.core.http.policy.HttpLogDetailLevel;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyClientBuilder;
import io.columnseal.ConfigurationException;
import io.columnseal.internal.PositiveDuration;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Builds an {@link AzureKms}. Only the key is required. Not for many threads. */
public final class AzureKmsBuilder {

    /** How long one attempt may take. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(1);
    private static final int RETRIES = 2;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(1);

    private final KeyVaultKey key;
    private List<KeyVaultKey> previousKeys = List.of();
    private KeyWrapping wrapping = KeyWrapping.RSA_OAEP_256;
    private @Nullable TokenCredential credential;
    private @Nullable SSLContext sslContext;
    private Duration timeout = DEFAULT_TIMEOUT;
    private boolean challengeVerified = true;

    AzureKmsBuilder(String keyId) {
        this.key = parsed(AzureKms.KEY_SETTING, keyId.strip());
    }

    /** Identifiers of keys that wrapped earlier data keys, which they go on unwrapping; without a version, all of them. */
    public AzureKmsBuilder previousKeyIds(List<String> keyIds) {
        this.previousKeys = keyIds.stream()
                .map(id -> parsed(AzureKms.PREVIOUS_KEYS_SETTING, id.strip()))
                .toList();
        return this;
    }

    /** How data keys are wrapped from now on; {@link KeyWrapping#RSA_OAEP_256} unless set. */
    public AzureKmsBuilder wrapping(KeyWrapping wrapping) {
        this.wrapping = wrapping;
        return this;
    }

    /** Who asks; the default chain of Azure's identity library unless set. */
    public AzureKmsBuilder credential(TokenCredential credential) {
        this.credential = credential;
        return this;
    }

    /** How long one attempt may take, of three; {@link #DEFAULT_TIMEOUT} unless set. */
    public AzureKmsBuilder timeout(Duration timeout) {
        this.timeout = PositiveDuration.of(AzureKms.SETTINGS + ".timeout", timeout);
        return this;
    }

    /** Whom to trust; the JVM's own authorities unless set. */
    public AzureKmsBuilder sslContext(SSLContext sslContext) {
        this.sslContext = sslContext;
        return this;
    }

    /**
     * Whether a vault must ask for tokens of its own domain, which keeps whoever poses as one from getting tokens for
     * another service. To be switched off only where the vault is known by a name that Azure does not know; {@code true}
     * unless set.
     */
    public AzureKmsBuilder verifyChallenge(boolean verify) {
        this.challengeVerified = verify;
        return this;
    }

    /** Connects to nothing yet. */
    public AzureKms build() {
        HttpClient http = http();
        TokenCredential asker = credential == null
                ? new DefaultAzureCredentialBuilder().httpClient(http).build()
                : credential;
        return new AzureKms(key, previousKeys, wrapping, version -> client(http, asker, version));
    }

    private HttpClient http() {
        java.net.http.HttpClient.Builder jdk = java.net.http.HttpClient.newBuilder();
        if (sslContext != null) {
            jdk.sslContext(sslContext);
        }
        return new JdkHttpClientBuilder(jdk)
                .connectionTimeout(CONNECTION_TIMEOUT)
                .writeTimeout(timeout)
                .responseTimeout(timeout)
                .readTimeout(timeout)
                .build();
    }

    private CryptographyClient client(HttpClient http, TokenCredential asker, KeyVaultKey version) {
        CryptographyClientBuilder builder = new CryptographyClientBuilder()
                .keyIdentifier(version.toString())
                .credential(asker)
                .httpClient(http)
                // Wrapping is the service's too: it knows the newest version, and whether that is enabled
                .disableKeyCaching()
                // Whatever AZURE_HTTP_LOG_DETAIL_LEVEL says: bodies hold data keys
                .httpLogOptions(new HttpLogOptions().setLogLevel(HttpLogDetailLevel.NONE))
                .retryPolicy(retries());
        if (!challengeVerified) {
            builder.disableChallengeResourceVerification();
        }
        return builder.buildClient();
    }

    /** Waits by this header alone: Retry-After may ask for more seconds than a caller should wait. */
    private static RetryPolicy retries() {
        return new RetryPolicy(
                new ExponentialBackoff(RETRIES, FIRST_BACKOFF, LONGEST_BACKOFF), "retry-after-ms", ChronoUnit.MILLIS);
    }

    private static KeyVaultKey parsed(String setting, String keyId) {
        return KeyVaultKey.parse(keyId)
                .orElseThrow(() -> new ConfigurationException(
                        setting, "must be " + AzureKms.KEY_MEANING + ", with a version behind it or without"));
    }
}
