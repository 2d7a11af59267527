package io.columnseal.kms.aws;

import io.columnseal.KmsUnavailableException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/** What the service answered, which may lack anything: SDK objects are filled from whatever JSON came. */
final class AwsAnswers {

    private static final int DATA_KEY_BYTES = 32;

    private AwsAnswers() {}

    /** The response's own array, so that whoever wipes it wipes the only one that is ours. */
    static byte[] dataKey(String kekId, @Nullable SdkBytes plaintext) {
        if (plaintext == null) {
            throw incomplete(kekId);
        }
        byte[] dataKey = plaintext.asByteArrayUnsafe();
        if (dataKey.length != DATA_KEY_BYTES) {
            throw AwsKmsErrors.invalid(kekId, null);
        }
        return dataKey;
    }

    /** A key that came with an answer that is refused is nobody's to wipe but ours. */
    static <T> T wipingOnFailure(@Nullable SdkBytes plaintext, Supplier<T> answer) {
        try {
            return answer.get();
        } catch (RuntimeException e) {
            if (plaintext != null) {
                Arrays.fill(plaintext.asByteArrayUnsafe(), (byte) 0);
            }
            throw e;
        }
    }

    static byte[] bytes(String kekId, @Nullable SdkBytes bytes) {
        if (bytes == null || bytes.asByteArrayUnsafe().length == 0) {
            throw incomplete(kekId);
        }
        return bytes.asByteArray();
    }

    static KmsUnavailableException incomplete(String kekId) {
        return AwsKmsErrors.unreachable(kekId, null);
    }
}
