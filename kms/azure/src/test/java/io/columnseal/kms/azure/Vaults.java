package io.columnseal.kms.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
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

    static TokenCredential token(String token) {
        return request -> Mono.just(
                new AccessToken(token, OffsetDateTime.now(ZoneOffset.UTC).plusHours(1)));
    }
}
