package io.columnseal.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.KmsException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.WrappedKey;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsServiceClientConfiguration;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;

/** A data key that came with an answer that is refused. */
class AwsKmsWipingTest {

    private static final String KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    private static final String OTHER = KEY.replace("1234abcd", "00000000");
    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("production", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");

    private final byte[] dataKey = new byte[] {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32
    };

    @Test
    void isWipedWhereAnotherKeyGeneratedIt() {
        assertRefusedAndWiped(answering(OTHER, new byte[] {1}), kms -> kms.generateDataKey(CONTEXT));
    }

    @Test
    void isWipedWhereItsWrappedFormIsMissing() {
        assertRefusedAndWiped(answering(KEY, new byte[0]), kms -> kms.generateDataKey(CONTEXT));
    }

    @Test
    void isWipedWhereAnotherKeyUnwrappedIt() {
        assertRefusedAndWiped(
                answering(OTHER, new byte[0]), kms -> kms.unwrap(new WrappedKey(KEY, new byte[] {1}), CONTEXT));
    }

    private void assertRefusedAndWiped(KmsClient client, Call call) {
        try (AwsKms kms = AwsKms.builder(KEY).client(client).build()) {
            assertThatThrownBy(() -> call.with(kms)).isInstanceOf(KmsException.class);
        }
        assertThat(dataKey).containsOnly(0);
    }

    private KmsClient answering(String keyId, byte[] wrapped) {
        SdkBytes plaintext = SdkBytes.fromByteArrayUnsafe(dataKey);
        return new KmsClient() {
            @Override
            public GenerateDataKeyResponse generateDataKey(GenerateDataKeyRequest request) {
                return GenerateDataKeyResponse.builder()
                        .keyId(keyId)
                        .plaintext(plaintext)
                        .ciphertextBlob(SdkBytes.fromByteArray(wrapped))
                        .build();
            }

            @Override
            public DecryptResponse decrypt(DecryptRequest request) {
                return DecryptResponse.builder()
                        .keyId(keyId)
                        .plaintext(plaintext)
                        .build();
            }

            @Override
            public KmsServiceClientConfiguration serviceClientConfiguration() {
                return KmsServiceClientConfiguration.builder()
                        .region(Region.EU_CENTRAL_1)
                        .build();
            }

            @Override
            public String serviceName() {
                return "kms";
            }

            @Override
            public void close() {}
        };
    }

    /** What asks for a key. */
    private interface Call {
        void with(AwsKms kms);
    }
}
