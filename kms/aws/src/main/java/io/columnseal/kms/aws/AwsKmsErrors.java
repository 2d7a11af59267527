package io.columnseal.kms.aws;

import io.columnseal.KmsDeniedException;
import io.columnseal.KmsException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsThrottledException;
import io.columnseal.KmsUnavailableException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What the errors of AWS KMS mean. The error's code decides: some of them, such as AccessDeniedException, have no class of
 * their own in the SDK.
 */
final class AwsKmsErrors {

    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERROR = 500;

    private AwsKmsErrors() {}

    /** @param kekId the KEK that was asked for */
    static KmsException translate(String kekId, SdkException error) {
        if (!(error instanceof AwsServiceException refused) || refused.awsErrorDetails() == null) {
            return unreachable(kekId, error);
        }
        if (refused.isThrottlingException()) {
            return throttled(kekId, error);
        }
        String code = String.valueOf(refused.awsErrorDetails().errorCode());
        return switch (code) {
            // Without "Exception" they are those of STS, when it is asked for the credentials of a role
            case "AccessDenied",
                    "ExpiredToken",
                    "InvalidIdentityToken",
                    "IDPRejectedClaim",
                    "RegionDisabledException" -> roleRefused(kekId, code, error);
            case "AccessDeniedException", "NotAuthorized", "OptInRequired" ->
                new KmsDeniedException(
                        kekId,
                        "AWS denies access. Allow this principal kms:GenerateDataKey and kms:Decrypt (for rewrapping also"
                                + " kms:Encrypt and kms:ReEncrypt*) in its IAM policy and in the policy of the key that "
                                + AwsKms.KEY_SETTING + " names; look at conditions on the encryption context too",
                        error);
            case "UnrecognizedClientException",
                    "InvalidClientTokenId",
                    "InvalidSignatureException",
                    "IncompleteSignature",
                    "SignatureDoesNotMatch",
                    "MissingAuthenticationToken",
                    "ExpiredTokenException",
                    "RequestExpired" ->
                new KmsDeniedException(
                        kekId,
                        "AWS does not accept the credentials (" + code + "). Check the credentials of the SDK's default"
                                + " chain, the clock of this machine, and " + AwsKms.REGION_SETTING,
                        error);
            case "NotFoundException" ->
                new KmsKeyNotFoundException(
                        kekId,
                        "AWS knows no such key or alias in this account and region. Check " + AwsKms.KEY_SETTING
                                + " and " + AwsKms.REGION_SETTING,
                        error);
            case "DisabledException" ->
                new KmsKeyDisabledException(
                        kekId, "the key is disabled. Enable it, or name another one in " + AwsKms.KEY_SETTING, error);
            case "KMSInvalidStateException" ->
                new KmsKeyDisabledException(
                        kekId,
                        "the key's state does not allow it: it waits for its deletion (cancel that at once: what it"
                                + " wrapped is lost with it), for an import or for its replica. It is named by "
                                + AwsKms.KEY_SETTING,
                        error);
            case "InvalidCiphertextException", "IncorrectKeyException" -> invalid(kekId, error);
            case "InvalidKeyUsageException",
                    "InvalidArnException",
                    "ValidationException",
                    "UnsupportedOperationException" ->
                new KmsKeyNotFoundException(
                        kekId,
                        "AWS does not take it for a symmetric encryption key (" + code + "). Check "
                                + AwsKms.KEY_SETTING,
                        error);
            case "LimitExceededException", "RequestLimitExceeded" -> throttled(kekId, error);
            default ->
                isRefusal(refused)
                        ? roleRefused(kekId, code, error)
                        : refused.statusCode() >= SERVER_ERROR
                                        || code.equals("DependencyTimeoutException")
                                        || code.equals("KeyUnavailableException")
                                ? unavailable(kekId, "AWS KMS failed (" + refused.statusCode() + ")", error)
                                : unavailable(
                                        kekId,
                                        "AWS KMS answered with an error that is not known here (" + code + ")",
                                        error);
        };
    }

    /** Whether the key's state is what is wrong, which its description tells more of. */
    static boolean isInvalidState(SdkException error) {
        return error instanceof AwsServiceException refused
                && refused.awsErrorDetails() != null
                && "KMSInvalidStateException".equals(refused.awsErrorDetails().errorCode());
    }

    /** The key is enabled, and its store does not answer AWS. */
    static KmsUnavailableException keyStoreOutOfReach(String kekId, @Nullable SdkException error) {
        return new KmsUnavailableException(
                kekId,
                "AWS KMS does not reach the key's own store. Check whether the custom key store (CloudHSM or external) of"
                        + " the key that " + AwsKms.KEY_SETTING + " names is connected, and its proxy",
                error);
    }

    /** Answers without a code are those of a proxy on the way. */
    private static boolean isRefusal(AwsServiceException refused) {
        return refused.awsErrorDetails().errorCode() != null
                && (refused.statusCode() == UNAUTHENTICATED || refused.statusCode() == FORBIDDEN);
    }

    private static KmsDeniedException roleRefused(String kekId, String code, SdkException error) {
        return new KmsDeniedException(
                kekId,
                "AWS refuses access, or the credentials of the role that is to be assumed (" + code
                        + "). Check the trust"
                        + " policy and the session of the role that the credentials come from, and the policy of the key"
                        + " that " + AwsKms.KEY_SETTING + " names",
                error);
    }

    static KmsInvalidCiphertextException invalid(String kekId, @Nullable SdkException error) {
        return new KmsInvalidCiphertextException(
                kekId,
                "AWS KMS refuses the wrapped key: it was altered, wrapped by another key than the row says, or belongs to"
                        + " another tenant, environment or key row (encryption context). Check "
                        + AwsKms.KEY_SETTING
                        + " and columnseal.environment",
                error);
    }

    /** No answer, or one that is none of this service. */
    static KmsUnavailableException unreachable(String kekId, @Nullable Throwable error) {
        return unavailable(kekId, "AWS KMS did not answer", error);
    }

    private static KmsThrottledException throttled(String kekId, SdkException error) {
        return new KmsThrottledException(
                kekId,
                "AWS KMS throttles this account's calls. Raise the account's request quota, or columnseal.cache.ttl;"
                        + " other settings are under " + AwsKms.SETTINGS,
                error);
    }

    private static KmsUnavailableException unavailable(String kekId, String what, @Nullable Throwable error) {
        return new KmsUnavailableException(
                kekId,
                what + ". Check network and VPC endpoint, whether the SDK finds credentials, " + AwsKms.REGION_SETTING
                        + " and " + AwsKms.SETTINGS + ".timeout",
                error);
    }
}
