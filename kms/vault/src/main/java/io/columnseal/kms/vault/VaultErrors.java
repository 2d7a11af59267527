package io.columnseal.kms.vault;

import io.columnseal.KmsDeniedException;
import io.columnseal.KmsException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsThrottledException;
import io.columnseal.KmsUnavailableException;
import org.jspecify.annotations.Nullable;

/** What Vault's answers mean. Vault names its errors in prose only: the status decides, and the prose where it must. */
final class VaultErrors {

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int DENIED = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;
    private static final int SEALED = 503;

    private VaultErrors() {}

    /**
     * What an answer means.
     *
     * @param wrapped whether a wrapped key was sent, which is then what Vault refuses
     * @param problem what Vault wrote; looked at, never shown, since nobody knows what it quotes
     */
    static KmsException translate(String kekId, boolean wrapped, int status, String problem) {
        return switch (status) {
            case BAD_REQUEST -> refused(kekId, wrapped, problem);
            case UNAUTHORIZED, DENIED -> denied(kekId);
            case NOT_FOUND ->
                new KmsKeyNotFoundException(
                        kekId,
                        "Vault has no such path. Check " + VaultKms.SETTINGS + ".mount, .namespace and .key",
                        null);
            case TOO_MANY_REQUESTS ->
                new KmsThrottledException(
                        kekId,
                        "Vault's rate limit quota is exceeded. Raise it, or columnseal.cache.ttl; other settings are under "
                                + VaultKms.SETTINGS,
                        null);
            case SEALED -> unavailable(kekId, "Vault is sealed or in maintenance", null);
            default -> unavailable(kekId, "Vault failed (" + status + ")", null);
        };
    }

    /** Of a login, or the renewal of a token: nothing that was wrapped is part of it, though Vault answers 400 as well. */
    static KmsException ofLogin(String kekId, int status) {
        if (status >= BAD_REQUEST && status < SERVER_ERRORS && status != TOO_MANY_REQUESTS) {
            return new KmsDeniedException(
                    kekId,
                    "Vault does not accept the login: a role, secret or service account is not the right one, or has expired"
                            + " or was used up. Check " + VaultKms.SETTINGS + ".token, .app-role, .kubernetes and"
                            + " .namespace",
                    null);
        }
        return translate(kekId, false, status, "");
    }

    private static KmsException refused(String kekId, boolean wrapped, String problem) {
        if (problem.contains("DR secondary")) {
            return unavailable(kekId, "this Vault only stands by for a disaster (DR secondary)", null);
        }
        if (problem.contains("key not found")) {
            return new KmsKeyNotFoundException(
                    kekId,
                    "Vault knows no such transit key. Check " + VaultKms.KEY_SETTING + ", or make it: vault write -f"
                            + " transit/keys/NAME derived=true",
                    null);
        }
        if (problem.contains("disallowed by policy")) {
            return new KmsKeyDisabledException(
                    kekId,
                    "the version of the transit key that wrapped it is below min_decryption_version. Lower that until"
                            + " everything is rewrapped; the key is named by " + VaultKms.KEY_SETTING,
                    null);
        }
        if (!wrapped) {
            return new KmsKeyNotFoundException(
                    kekId,
                    "Vault does not wrap with this transit key: it is not one for encryption, or its settings forbid it."
                            + " Check " + VaultKms.KEY_SETTING,
                    null);
        }
        return invalid(kekId);
    }

    static KmsDeniedException denied(String kekId) {
        return new KmsDeniedException(
                kekId,
                "Vault denies access, or does not accept the token. Check the login under " + VaultKms.SETTINGS
                        + ", and that its policy allows update on transit/datakey/plaintext/, transit/encrypt/ and"
                        + " transit/decrypt/ of the key",
                null);
    }

    static KmsInvalidCiphertextException invalid(String kekId) {
        return new KmsInvalidCiphertextException(
                kekId,
                "Vault refuses the wrapped key: it was altered, or belongs to another tenant, environment or key row."
                        + " Check " + VaultKms.KEY_SETTING + " and columnseal.environment",
                null);
    }

    /** No answer, or one that is none of this service. */
    static KmsUnavailableException unreachable(String kekId, @Nullable Throwable error) {
        return unavailable(kekId, "Vault did not answer", error);
    }

    private static KmsUnavailableException unavailable(String kekId, String what, @Nullable Throwable error) {
        return new KmsUnavailableException(
                kekId, what + ". Check Vault, the network, " + VaultKms.SETTINGS + ".address and .timeout", error);
    }
}
