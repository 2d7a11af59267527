package io.columnseal.kms.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyClientBuilder;
import io.columnseal.test.kms.AzureKeyVaultServer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import reactor.core.publisher.Mono;

/** The real client on a vault of this machine. */
final class Vaults {

    private static final Duration TIMEOUT = Duration.ofMillis(400);

    private Vaults() {}

    static AzureKmsBuilder client(AzureKeyVaultServer server, String keyId) {
        return AzureKms.builder(keyId)
                .credential(token(server.token()))
                .sslContext(server.trust())
                .verifyChallenge(false)
                .timeout(TIMEOUT);
    }

    /** The SDK by itself. */
    static CryptographyClient sdk(AzureKeyVaultServer server, String version) {
        return new CryptographyClientBuilder()
                .keyIdentifier(version)
                .credential(token(server.token()))
                .httpClient(new JdkHttpClientBuilder(
                                java.net.http.HttpClient.newBuilder().sslContext(server.trust()))
                        .build())
                .disableKeyCaching()
                .disableChallengeResourceVerification()
                .buildClient();
    }

    static TokenCredential token(String token) {
        return request -> Mono.just(
                new AccessToken(token, OffsetDateTime.now(ZoneOffset.UTC).plusHours(1)));
    }
}
