package io.columnseal.kms.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.identity.CredentialUnavailableException;
import com.azure.security.keyvault.keys.cryptography.models.KeyWrapAlgorithm;
import io.columnseal.ConfigurationException;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsThrottledException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.WrappedKey;
import io.columnseal.test.KmsFault;
import io.columnseal.test.kms.AzureKeyVaultServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class AzureKmsTest {

    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("production", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");

    private final AzureKeyVaultServer server = AzureKeyVaultServer.start();
    private final String key = server.createRsaKey("columnseal");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void wrapsInTheFormatThatIsStored() {
        assertThat(generate(Vaults.client(server, key).build()).bytes())
                .startsWith(0x01)
                .hasSize(1 + 256);
    }

    @Test
    void staysWithTheVersionThatItIsGiven() {
        String first = generate(Vaults.client(server, key).build()).kekId();
        String second = server.rotate(key);
        AzureKms kms = Vaults.client(server, first).build();

        assertThat(generate(kms).kekId()).isEqualTo(first);
        WrappedKey newer = generate(Vaults.client(server, second).build());
        assertThatThrownBy(() -> kms.unwrap(newer, CONTEXT)).isInstanceOf(KmsKeyNotFoundException.class);
    }

    @Test
    void movesFromAnRsaKeyToAKeyOfAnHsm() {
        WrappedKey wrapped = generate(Vaults.client(server, key).build());
        AzureKms kms = Vaults.client(server, server.createOctKey("hsm"))
                .wrapping(KeyWrapping.A256KW)
                .previousKeyIds(List.of(key))
                .build();
        WrappedKey rewrapped = kms.rewrap(wrapped, CONTEXT);

        assertThat(rewrapped.bytes()).startsWith(0x02).hasSize(1 + 40);
        assertThat(kms.unwrap(rewrapped, CONTEXT)).isEqualTo(kms.unwrap(wrapped, CONTEXT));
    }

    @Test
    void saysThatRsaWrapsForAnybody() {
        AzureKmsBuilder hsm = Vaults.client(server, server.createOctKey("hsm")).wrapping(KeyWrapping.A256KW);

        assertThat(Vaults.client(server, key).build().authenticates()).isFalse();
        assertThat(hsm.build().authenticates()).isTrue();
        assertThat(hsm.previousKeyIds(List.of(key)).build().authenticates())
                .as("as long as an RSA key unwraps")
                .isFalse();
    }

    @Test
    void tellsAKeyOfAnotherTypeThanItWrapsWith() {
        AzureKms kms = Vaults.client(server, key).wrapping(KeyWrapping.A256KW).build();

        assertThatThrownBy(() -> generate(kms))
                .isInstanceOf(KmsKeyNotFoundException.class)
                .hasMessageContaining("columnseal.kms.azure.wrapping");
    }

    @Test
    void refusesWhatNoWrappingHereMakes() {
        AzureKms kms = Vaults.client(server, key).build();
        WrappedKey wrapped = generate(kms);
        int before = server.requests();
        for (byte[] bytes : List.of(new byte[] {1}, new byte[] {2, 1}, new byte[257], new byte[] {3, 1, 1})) {
            assertThatThrownBy(() -> kms.unwrap(new WrappedKey(wrapped.kekId(), bytes), CONTEXT))
                    .isInstanceOf(KmsInvalidCiphertextException.class);
        }
        assertThat(server.requests()).as("without a word to Azure").isEqualTo(before);
    }

    /** Whoever has the public half of an RSA key can wrap anything. */
    @Test
    void refusesADataKeyOfAnotherLength() {
        AzureKms kms = Vaults.client(server, key).build();
        String version = generate(kms).kekId();
        byte[] sealed = Vaults.sdk(server, version)
                .wrapKey(KeyWrapAlgorithm.RSA_OAEP_256, new byte[16])
                .getEncryptedKey();
        byte[] wrapped =
                ByteBuffer.allocate(1 + sealed.length).put((byte) 1).put(sealed).array();

        assertThatThrownBy(() -> kms.unwrap(new WrappedKey(version, wrapped), CONTEXT))
                .isInstanceOf(KmsInvalidCiphertextException.class);
    }

    @Test
    void aVersionThatExpiredUnwrapsAndIsNoLongerFitForNewKeys() {
        AzureKms kms = Vaults.client(server, key).build();
        WrappedKey wrapped = generate(kms);
        server.expire(wrapped.kekId());

        assertThat(kms.describe().status()).isEqualTo(KekDescription.Status.DISABLED);
        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
        assertThatThrownBy(() -> generate(kms)).isInstanceOf(KmsKeyDisabledException.class);
    }

    /** A client of the SDK asks for a token of its own. */
    @Test
    void asksForATokenOnceForEachVersion() {
        AtomicInteger tokens = new AtomicInteger();
        AzureKms kms = Vaults.client(server, key)
                .credential(request ->
                        Vaults.token(server.token()).getToken(request).doOnNext(token -> tokens.incrementAndGet()))
                .build();
        WrappedKey wrapped = generate(kms);
        for (int i = 0; i < 5; i++) {
            kms.unwrap(wrapped, CONTEXT);
        }

        assertThat(tokens).hasValue(2);
    }

    /** It asks for half a minute; a caller waits meanwhile. */
    @Test
    void doesNotWaitForAsLongAsAVaultThatThrottlesAsks() {
        AzureKms kms = Vaults.client(server, key).build();
        server.meet(KmsFault.THROTTLED);

        assertTimeoutPreemptively(
                Duration.ofSeconds(15),
                () -> assertThatThrownBy(() -> generate(kms)).isInstanceOf(KmsThrottledException.class));
    }

    @Test
    void tellsCredentialsThatAreWrongFromNone() {
        AzureKms wrong = Vaults.client(server, key)
                .credential(Vaults.token("not the token"))
                .build();
        AzureKms refused = Vaults.client(server, key)
                .credential(request -> Mono.error(new ClientAuthenticationException("AADSTS7000215", null)))
                .build();
        AzureKms none = Vaults.client(server, key)
                .credential(request -> Mono.error(new CredentialUnavailableException("no managed identity")))
                .build();

        assertThatThrownBy(() -> generate(wrong))
                .isInstanceOf(KmsDeniedException.class)
                .hasMessageContaining("credentials");
        assertThatThrownBy(() -> generate(refused)).isInstanceOf(KmsDeniedException.class);
        assertThatThrownBy(() -> generate(none)).isInstanceOf(KmsUnavailableException.class);
    }

    @Test
    void givesNoTokenToAVaultThatAsksForOneOfAnotherService() {
        AzureKms kms = Vaults.client(server, key).verifyChallenge(true).build();

        assertThatThrownBy(() -> generate(kms)).isInstanceOf(KmsException.class);
        assertThat(server.requests()).isZero();
    }

    @Test
    void refusesATimeOutThatNeverEnds() {
        assertThatThrownBy(() -> AzureKms.builder(key).timeout(Duration.ZERO))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("columnseal.kms.azure.timeout");
    }

    /** Azure answers with its own spelling. */
    @Test
    void knowsItsKeyInAnyCase() {
        AzureKms kms = AzureKms.builder("https://Clinic.vault.azure.net/keys/ColumnSeal")
                .build();

        assertThat(kms.knows("https://clinic.vault.azure.net/keys/columnseal/0123456789abcdef"))
                .isTrue();
    }

    @Test
    void namesTheSettingOfAKeyThatIsNone() {
        for (String id : List.of("", "columnseal", "http://clinic.vault.azure.net/keys/a", "https://a/secrets/b")) {
            assertThatThrownBy(() -> AzureKms.builder(id))
                    .as(id)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("columnseal.kms.azure.key-id");
        }
        assertThatThrownBy(() -> AzureKms.builder(key).previousKeyIds(List.of("former")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("columnseal.kms.azure.previous-key-ids");
    }

    private static WrappedKey generate(AzureKms kms) {
        try (GeneratedDataKey generated = kms.generateDataKey(CONTEXT)) {
            return generated.wrapped();
        }
    }
}
