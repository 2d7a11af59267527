package io.columnseal.kms.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.identity.CredentialUnavailableException;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsThrottledException;
import io.columnseal.KmsUnavailableException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the errors of Azure mean. The status decides; a key that is switched off and a caller without permission share one,
 * so there the service's inner code does, which the SDK passes on in the message only.
 */
final class AzureKmsErrors {

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int DENIED = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY_REQUESTS = 429;

    private static final Set<String> SWITCHED_OFF = Set.of("KeyDisabled", "KeyExpired", "KeyNotYetValid");

    private AzureKmsErrors() {}

    /**
     * Translates what the SDK throws, whose errors have no common type: those of the network are plain RuntimeExceptions.
     *
     * @param kekId the KEK that was asked for
     * @param wrapped whether a wrapped key was sent, which a bad request then is about
     */
    static KmsException translate(String kekId, boolean wrapped, RuntimeException error) {
        if (error instanceof CredentialUnavailableException) {
            return unavailable(kekId, "no credential of the Azure identity chain is to be had", error);
        }
        if (!(error instanceof HttpResponseException refused)) {
            return unreachable(kekId, error);
        }
        if (refused.getResponse() == null) {
            return error instanceof ClientAuthenticationException
                    ? unauthenticated(kekId, error)
                    : unreachable(kekId, error);
        }
        int status = refused.getResponse().getStatusCode();
        return switch (status) {
            case BAD_REQUEST -> wrapped ? invalid(kekId, error) : misfit(kekId, error);
            case UNAUTHORIZED -> unauthenticated(kekId, error);
            case DENIED -> isSwitchedOff(error) ? disabled(kekId, error) : denied(kekId, error);
            case NOT_FOUND ->
                new KmsKeyNotFoundException(
                        kekId,
                        "the vault has no such key or version. If it was deleted lately, recover it at once: az keyvault key"
                                + " recover. Else check "
                                + AzureKms.KEY_SETTING,
                        error);
            case CONFLICT -> disabled(kekId, error);
            case TOO_MANY_REQUESTS ->
                new KmsThrottledException(
                        kekId,
                        "the vault throttles. Give the keys a vault of their own, or raise columnseal.cache.ttl; other"
                                + " settings are under " + AzureKms.SETTINGS,
                        error);
            default -> unavailable(kekId, "Azure failed (" + status + ")", error);
        };
    }

    private static boolean isSwitchedOff(RuntimeException error) {
        String message = String.valueOf(error.getMessage());
        return SWITCHED_OFF.stream().anyMatch(message::contains);
    }

    private static KmsDeniedException denied(String kekId, RuntimeException error) {
        return new KmsDeniedException(
                kekId,
                "Azure denies access. Give this identity the role Key Vault Crypto Service Encryption User (Managed HSM"
                        + " Crypto Service Encryption User) on the key that "
                        + AzureKms.KEY_SETTING
                        + " names, and check the vault's firewall and that the key allows wrapKey and unwrapKey",
                error);
    }

    private static KmsDeniedException unauthenticated(String kekId, RuntimeException error) {
        return new KmsDeniedException(
                kekId,
                "Azure does not accept the credentials. Check the identity that the Azure identity chain finds, and that"
                        + " the vault of " + AzureKms.KEY_SETTING + " belongs to the same tenant",
                error);
    }

    private static KmsKeyDisabledException disabled(String kekId, RuntimeException error) {
        return new KmsKeyDisabledException(
                kekId,
                "the key or this version of it is disabled, expired, not yet valid or being deleted. Enable it, or name"
                        + " another one in " + AzureKms.KEY_SETTING,
                error);
    }

    private static KmsKeyNotFoundException misfit(String kekId, RuntimeException error) {
        return new KmsKeyNotFoundException(
                kekId,
                "Azure does not take it for a key of this algorithm. Check " + AzureKms.KEY_SETTING + " and "
                        + AzureKms.WRAPPING_SETTING + ": RSA keys wrap with rsa-oaep-256, oct-HSM keys with a256kw",
                error);
    }

    static KmsInvalidCiphertextException invalid(String kekId, @Nullable RuntimeException error) {
        return new KmsInvalidCiphertextException(
                kekId,
                "Azure refuses the wrapped key: it was altered, or wrapped by another key or version than the row says."
                        + " Check " + AzureKms.KEY_SETTING + " and whether the key table was restored or edited",
                error);
    }

    /** No answer, or one that is none of this service. */
    static KmsUnavailableException unreachable(String kekId, @Nullable RuntimeException error) {
        return unavailable(kekId, "Azure did not answer", error);
    }

    private static KmsUnavailableException unavailable(String kekId, String what, @Nullable RuntimeException error) {
        return new KmsUnavailableException(
                kekId,
                what + ". Check network, private endpoint and managed identity, " + AzureKms.KEY_SETTING + " and "
                        + AzureKms.SETTINGS + ".timeout",
                error);
    }
}
