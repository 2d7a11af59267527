package io.columnseal.benchmarks.kms;

import io.columnseal.kms.WrappedKey;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;

/** The limit: the same requests by the SDK alone, whose answers nobody checks. */
final class BareCaller implements Callers.Caller {

    private final KmsClient client;
    private final String arn;
    private final Map<String, String> context = Callers.CONTEXT.entries();

    BareCaller(KmsClient client, String arn) {
        this.client = client;
        this.arn = arn;
    }

    @Override
    public byte[] unwrap(WrappedKey wrapped) {
        DecryptResponse response = client.decrypt(request -> request.keyId(arn)
                .ciphertextBlob(SdkBytes.fromByteArrayUnsafe(wrapped.bytes()))
                .encryptionContext(context));
        return response.plaintext().asByteArrayUnsafe();
    }

    @Override
    public WrappedKey generate() {
        GenerateDataKeyResponse response = client.generateDataKey(
                request -> request.keyId(arn).keySpec(DataKeySpec.AES_256).encryptionContext(context));
        return new WrappedKey(arn, response.ciphertextBlob().asByteArrayUnsafe());
    }
}
