package io.columnseal.kms.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.auth.Credentials;
import com.google.cloud.kms.v1.EncryptRequest;
import com.google.protobuf.ByteString;
import io.columnseal.ConfigurationException;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.WrappedKey;
import io.columnseal.test.kms.GcpKmsServer;
import io.grpc.InsecureChannelCredentials;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GcpKmsTest {

    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("production", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");

    private final GcpKmsServer server = GcpKmsServer.start();
    private final String key = server.createKey("columnseal");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void asksAServiceBehindTlsThatItTrustsAndNoOther() {
        try (GcpKmsServer tls = GcpKmsServer.startWithTls()) {
            GcpKmsBuilder builder = GcpKms.builder(tls.createKey("columnseal"))
                    .endpoint(tls.endpoint())
                    .credentials(FixedCredentialsProvider.create(new Bearer(tls.accessToken())))
                    .timeout(Duration.ofSeconds(2));
            try (GcpKms distrustful = builder.build()) {
                assertThatThrownBy(() -> generate(distrustful)).isInstanceOf(KmsUnavailableException.class);
                assertThat(tls.requests()).isZero();
            }
            try (GcpKms kms = builder.trustStore(tls.trustStore()).build()) {
                assertThat(kms.unwrap(generate(kms), CONTEXT)).hasSize(32);
            }
        }
    }

    @Test
    void isDeniedWithoutTheTokenOfItsCredentials() {
        try (GcpKmsServer tls = GcpKmsServer.startWithTls()) {
            GcpKmsBuilder builder = GcpKms.builder(tls.createKey("columnseal"))
                    .endpoint(tls.endpoint())
                    .trustStore(tls.trustStore());
            for (CredentialsProvider wrong : List.<CredentialsProvider>of(
                    NoCredentialsProvider.create(), FixedCredentialsProvider.create(new Bearer("another one")))) {
                try (GcpKms kms = builder.credentials(wrong).build()) {
                    assertThatThrownBy(() -> generate(kms)).isInstanceOf(KmsDeniedException.class);
                }
            }
            assertThat(tls.requests()).isZero();
        }
    }

    @Test
    void takesNothingThatAnotherKeyWrapped() {
        server.answerAs(server.createKey("another"));
        try (GcpKms kms = client(key).build()) {
            assertThatThrownBy(() -> generate(kms)).isInstanceOf(KmsInvalidCiphertextException.class);
            assertThatThrownBy(() -> kms.wrap(new byte[32], CONTEXT)).isInstanceOf(KmsInvalidCiphertextException.class);
            assertThat(kms.kekId()).isEqualTo(key);
        }
    }

    @Test
    void takesNothingThatWasDamagedOnItsWayBack() {
        try (GcpKms kms = client(key).build()) {
            WrappedKey wrapped = generate(kms);
            server.damageAnswers();

            assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT))
                    .isInstanceOf(KmsUnavailableException.class)
                    .hasMessageContaining("CRC32C");
            assertThatThrownBy(() -> generate(kms))
                    .isInstanceOf(KmsUnavailableException.class)
                    .hasMessageContaining("CRC32C");
        }
    }

    @Test
    void takesNothingForAlteredThatWasDamagedOnItsWayThere() {
        try (GcpKms kms = client(key).build()) {
            WrappedKey wrapped = generate(kms);
            server.damageRequests();

            assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT))
                    .isInstanceOf(KmsUnavailableException.class)
                    .hasMessageContaining("CRC32C");
            assertThatThrownBy(() -> generate(kms)).isInstanceOf(KmsUnavailableException.class);
        }
    }

    @Test
    void takesNoKeyOfAServiceThatDidNotCompareWhatItReceived() {
        try (GcpKms kms = client(key).build()) {
            server.ignoreChecksumOfPlaintext();

            assertThatThrownBy(() -> generate(kms))
                    .isInstanceOf(KmsUnavailableException.class)
                    .hasMessageContaining("CRC32C");
        }
    }

    @Test
    void takesNoKeyOfAServiceThatDidNotCompareTheContext() {
        try (GcpKms kms = client(key).build()) {
            server.ignoreChecksumOfAssociatedData();

            assertThatThrownBy(() -> generate(kms))
                    .isInstanceOf(KmsUnavailableException.class)
                    .hasMessageContaining("CRC32C");
        }
    }

    @Test
    void refusesAnotherLayout() {
        try (GcpKms kms = client(key).build()) {
            WrappedKey wrapped = generate(kms);
            byte[] otherLayout = wrapped.bytes();
            otherLayout[0] = 2;

            assertThatThrownBy(() -> kms.unwrap(new WrappedKey(wrapped.kekId(), otherLayout), CONTEXT))
                    .isInstanceOf(KmsInvalidCiphertextException.class);
        }
    }

    /** Whoever may encrypt with the key can have it bind the same context to anything. */
    @Test
    void takesNothingForAKeyThatItDidNotWrapItself() throws IOException {
        URI endpoint = server.endpoint();
        try (GcpKms kms = client(key).build();
                GcpService service = new GcpService(
                        endpoint.getHost() + ":" + endpoint.getPort(),
                        InsecureChannelCredentials.create(),
                        NoCredentialsProvider.create(),
                        Duration.ofSeconds(2))) {
            EncryptRequest request = EncryptRequest.newBuilder()
                    .setName(key)
                    .setPlaintext(ByteString.copyFrom(new byte[96]))
                    .setAdditionalAuthenticatedData(ByteString.copyFrom(CONTEXT.canonical()))
                    .build();
            byte[] ciphertext = service.client()
                    .encryptCallable()
                    .call(request, Routing.to(key))
                    .getCiphertext()
                    .toByteArray();
            byte[] wrapped = new byte[1 + ciphertext.length];
            wrapped[0] = 1;
            System.arraycopy(ciphertext, 0, wrapped, 1, ciphertext.length);

            assertThatThrownBy(() -> kms.unwrap(new WrappedKey(key + "/cryptoKeyVersions/1", wrapped), CONTEXT))
                    .isInstanceOf(KmsInvalidCiphertextException.class);
        }
    }

    @Test
    void looksForCredentialsWithTheFirstCall() {
        try (GcpKms kms = GcpKms.builder(key)
                .credentials(() -> {
                    throw new IOException("no application default credentials");
                })
                .build()) {
            assertThatThrownBy(() -> generate(kms))
                    .isInstanceOf(KmsUnavailableException.class)
                    .hasMessageContaining("credentials");
        }
    }

    @Test
    void asksNothingOnceItIsClosed() {
        GcpKms kms = client(key).build();
        generate(kms);
        kms.close();

        assertThatThrownBy(() -> generate(kms)).isInstanceOf(KmsUnavailableException.class);
    }

    @Test
    void sendsNothingOverPlainHttpButOnThisMachine() {
        for (String endpoint : List.of(
                "http://kms.example",
                "cloudkms.googleapis.com:443",
                "ftp://127.0.0.2",
                "ftp://127.0.0.1",
                "https://kms.example/v1",
                "https://kms.example?x")) {
            assertThatThrownBy(() -> GcpKms.builder(key).endpoint(URI.create(endpoint)))
                    .as(endpoint)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("columnseal.kms.gcp.endpoint");
        }
    }

    @Test
    void refusesATimeOutThatNeverEnds() {
        assertThatThrownBy(() -> GcpKms.builder(key).timeout(Duration.ZERO))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("columnseal.kms.gcp.timeout");
    }

    @Test
    void namesTheSettingOfAKeyThatIsNone() {
        for (String name : List.of("", "columnseal", key + "/cryptoKeyVersions/1", key + "/../x", "/" + key)) {
            assertThatThrownBy(() -> GcpKms.builder(name))
                    .as(name)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("columnseal.kms.gcp.key-name");
        }
        assertThatThrownBy(() -> GcpKms.builder(key).previousKeyNames(List.of("former")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("columnseal.kms.gcp.previous-key-names");
    }

    private GcpKmsBuilder client(String name) {
        return GcpKms.builder(name).endpoint(server.endpoint());
    }

    private static WrappedKey generate(GcpKms kms) {
        try (GeneratedDataKey generated = kms.generateDataKey(CONTEXT)) {
            return generated.wrapped();
        }
    }

    /** Credentials that have a token already. */
    private static final class Bearer extends Credentials {

        private static final long serialVersionUID = 1L;

        private final String token;

        Bearer(String token) {
            this.token = token;
        }

        @Override
        public String getAuthenticationType() {
            return "OAuth2";
        }

        @Override
        public Map<String, List<String>> getRequestMetadata(URI uri) {
            return Map.of("Authorization", List.of("Bearer " + token));
        }

        @Override
        public boolean hasRequestMetadata() {
            return true;
        }

        @Override
        public boolean hasRequestMetadataOnly() {
            return true;
        }

        @Override
        public void refresh() {
            // It does not end
        }
    }
}
