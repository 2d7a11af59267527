package io.columnseal.kms.gcp;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.kms.v1.KeyManagementServiceSettings;
import io.columnseal.ConfigurationException;
import io.columnseal.internal.PositiveDuration;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Builds a {@link GcpKms}. Only the key is required. Not for many threads. */
public final class GcpKmsBuilder {

    /** How long one attempt may take. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    private static final URI DEFAULT_ENDPOINT = URI.create("https://cloudkms.googleapis.com");
    private static final int HTTPS_PORT = 443;

    private final String key;
    private List<String> previousKeys = List.of();
    private @Nullable CredentialsProvider credentials;
    private TrustManager @Nullable [] trustManagers;
    private URI endpoint = DEFAULT_ENDPOINT;
    private Duration timeout = DEFAULT_TIMEOUT;

    GcpKmsBuilder(String keyName) {
        this.key = checked(GcpKms.KEY_SETTING, keyName.strip());
    }

    /** Names of keys that wrapped earlier data keys, which they go on unwrapping. */
    public GcpKmsBuilder previousKeyNames(List<String> keyNames) {
        this.previousKeys = keyNames.stream()
                .map(name -> checked(GcpKms.PREVIOUS_KEYS_SETTING, name.strip()))
                .toList();
        return this;
    }

    /** Whom to trust in place of those whom the JVM trusts: an inspecting proxy, or an endpoint of one's own. */
    public GcpKmsBuilder trustStore(KeyStore trusted) {
        try {
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            this.trustManagers = managers.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new ConfigurationException(GcpKms.SETTINGS + ".trust-store", "cannot be read", e);
        }
        return this;
    }

    /** Credentials; Google's application default ones unless set, which the first call looks for. */
    public GcpKmsBuilder credentials(CredentialsProvider credentials) {
        this.credentials = credentials;
        return this;
    }

    /**
     * Another endpoint than the global one, such as that of a region or of Private Service Connect: {@code
     * https://cloudkms.europe-west3.rep.googleapis.com}. {@code http} on this machine only, without credentials.
     */
    public GcpKmsBuilder endpoint(URI endpoint) {
        boolean loopback =
                endpoint.getHost() != null && List.of("127.0.0.1", "localhost").contains(endpoint.getHost());
        boolean safe = "https".equals(endpoint.getScheme()) || ("http".equals(endpoint.getScheme()) && loopback);
        if (endpoint.getHost() == null || !safe) {
            throw new ConfigurationException(
                    GcpKms.SETTINGS + ".endpoint", "must be an https address: data keys travel over it in the clear");
        }
        boolean bare = endpoint.getRawQuery() == null && List.of("", "/").contains(endpoint.getRawPath());
        if (!bare) {
            throw new ConfigurationException(
                    GcpKms.SETTINGS + ".endpoint", "must be host and port alone: gRPC has paths of its own");
        }
        this.endpoint = endpoint;
        return this;
    }

    /** How long one attempt may take, of three; {@link #DEFAULT_TIMEOUT} unless set. */
    public GcpKmsBuilder timeout(Duration timeout) {
        this.timeout = PositiveDuration.of(GcpKms.SETTINGS + ".timeout", timeout);
        return this;
    }

    /** Connects to nothing yet. */
    public GcpKms build() {
        boolean plaintext = "http".equals(endpoint.getScheme());
        int port = endpoint.getPort() < 0 ? HTTPS_PORT : endpoint.getPort();
        return new GcpKms(
                new GcpService(
                        endpoint.getHost() + ":" + port,
                        plaintext ? InsecureChannelCredentials.create() : tls(),
                        credentials(plaintext),
                        timeout),
                key,
                previousKeys);
    }

    private ChannelCredentials tls() {
        return trustManagers == null
                ? TlsChannelCredentials.create()
                : TlsChannelCredentials.newBuilder().trustManager(trustManagers).build();
    }

    private CredentialsProvider credentials(boolean plaintext) {
        if (plaintext) {
            return NoCredentialsProvider.create();
        }
        return credentials == null
                ? KeyManagementServiceSettings.defaultCredentialsProviderBuilder()
                        .build()
                : credentials;
    }

    private static String checked(String setting, String name) {
        if (!CryptoKey.isName(name)) {
            throw new ConfigurationException(setting, "must be " + GcpKms.KEY_MEANING + ", without a version");
        }
        return name;
    }
}
