package io.columnseal.kms.gcp;

import com.google.api.gax.rpc.ApiException;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsThrottledException;
import io.columnseal.KmsUnavailableException;
import org.jspecify.annotations.Nullable;

/** What the status codes of Google Cloud KMS mean. */
final class GcpKmsErrors {

    private GcpKmsErrors() {}

    /**
     * @param kekId the KEK that was asked for
     * @param wrapped whether a wrapped key was sent, which an invalid argument then is
     */
    static KmsException translate(String kekId, boolean wrapped, ApiException error) {
        return switch (error.getStatusCode().getCode()) {
            case INVALID_ARGUMENT -> {
                if (String.valueOf(error.getMessage()).contains("checksum")) {
                    yield damaged(kekId);
                }
                yield wrapped ? invalid(kekId, error) : misfit(kekId, error);
            }
            case FAILED_PRECONDITION ->
                new KmsKeyDisabledException(
                        kekId,
                        "the version of the key is disabled, or destroyed or about to be (restore that at once: what it"
                                + " wrapped is lost with it), or the key has no primary version. It is named by "
                                + GcpKms.KEY_SETTING,
                        error);
            case NOT_FOUND ->
                new KmsKeyNotFoundException(kekId, "Google knows no such key. Check " + GcpKms.KEY_SETTING, error);
            case PERMISSION_DENIED ->
                new KmsDeniedException(
                        kekId,
                        "Google denies access, or there is no such key. Give this service account the role"
                                + " roles/cloudkms.cryptoKeyEncrypterDecrypter on the key that " + GcpKms.KEY_SETTING
                                + " names, enable the Cloud KMS API, and look at VPC service controls",
                        error);
            case UNAUTHENTICATED ->
                new KmsDeniedException(
                        kekId,
                        "Google does not accept the credentials. Check the application default credentials, and the clock"
                                + " of this machine; settings are under " + GcpKms.SETTINGS,
                        error);
            case RESOURCE_EXHAUSTED ->
                new KmsThrottledException(
                        kekId,
                        "Google's quota is exhausted. Raise the project's cryptographic requests quota, or"
                                + " columnseal.cache.ttl; other settings are under " + GcpKms.SETTINGS,
                        error);
            default ->
                unavailable(
                        kekId,
                        "Google Cloud KMS failed (" + error.getStatusCode().getCode() + ")",
                        error);
        };
    }

    private static KmsKeyNotFoundException misfit(String kekId, ApiException error) {
        return new KmsKeyNotFoundException(
                kekId,
                "Google does not take it for a symmetric key (purpose ENCRYPT_DECRYPT). Check " + GcpKms.KEY_SETTING,
                error);
    }

    static KmsInvalidCiphertextException invalid(String kekId, @Nullable Throwable error) {
        return new KmsInvalidCiphertextException(
                kekId,
                "Google refuses the wrapped key: it was altered, wrapped by another key than the row says, or belongs to"
                        + " another tenant, environment or key row. Check " + GcpKms.KEY_SETTING
                        + " and columnseal.environment",
                error);
    }

    /** Bytes that changed on their way, there or back. */
    static KmsUnavailableException damaged(String kekId) {
        return unavailable(kekId, "a message from or to Google was damaged on its way (CRC32C)", null);
    }

    /** No credentials, no answer, or one that is none of this service. */
    static KmsUnavailableException unreachable(String kekId, @Nullable Throwable error) {
        return unavailable(kekId, "Google Cloud KMS could not be asked", error);
    }

    private static KmsUnavailableException unavailable(String kekId, String what, @Nullable Throwable error) {
        return new KmsUnavailableException(
                kekId,
                what + ". Check the network, whether there are application default credentials, " + GcpKms.SETTINGS
                        + ".endpoint and .timeout",
                error);
    }
}
