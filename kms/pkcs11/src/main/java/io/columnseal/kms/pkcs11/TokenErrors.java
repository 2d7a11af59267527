package io.columnseal.kms.pkcs11;

import io.columnseal.ConfigurationException;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsUnavailableException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the errors of a token mean. Its return codes ({@code CKR_…}) stand in messages only. */
final class TokenErrors {

    private static final Pattern RETURN_CODE = Pattern.compile("CKR_[A-Z0-9_]+");

    /** What the JDK says where a library lists no slot, as that of an HSM in the network does while it is out of reach. */
    private static final Pattern NO_SLOTS = Pattern.compile("token only has 0 slots");

    /** What the JDK says of a token with two secret keys of one label. */
    private static final Pattern SHARED_LABEL = Pattern.compile("sharing same CKA_LABEL");

    /** The PIN was looked at, and is not the one: trying again would lock the token. */
    private static final Set<String> PIN_REFUSED =
            Set.of("CKR_PIN_INCORRECT", "CKR_PIN_INVALID", "CKR_PIN_LEN_RANGE", "CKR_PIN_LOCKED", "CKR_PIN_EXPIRED");

    private static final int MOST_CAUSES = 10;

    private TokenErrors() {}

    static boolean isPinRefused(Throwable error) {
        return PIN_REFUSED.contains(returnCode(error));
    }

    /** Whether the library answered, so that it is there and fits. */
    static boolean isOfToken(Throwable error) {
        return found(RETURN_CODE, error).isPresent() || found(NO_SLOTS, error).isPresent();
    }

    /** The token's return code, or the kind of error where it gave none. */
    static String returnCode(Throwable error) {
        return found(RETURN_CODE, error).orElseGet(() -> error.getClass().getSimpleName());
    }

    private static Optional<String> found(Pattern text, Throwable error) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            Matcher matcher = text.matcher(String.valueOf(cause.getMessage()));
            if (matcher.find()) {
                return Optional.of(matcher.group());
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    static KmsDeniedException pinRefused(String kekId, @Nullable Throwable error) {
        String code = error == null ? "an earlier attempt" : returnCode(error);
        return new KmsDeniedException(
                kekId,
                "the token refuses the PIN (" + code + "). It is not tried again, since tokens lock after a few times."
                        + " Check " + Pkcs11Kms.SETTINGS + ".pin and restart",
                error);
    }

    /** @param fault what is wrong with the key, and what to do */
    static ConfigurationException unfit(String fault) {
        return new ConfigurationException(
                Pkcs11Kms.KEY_SETTING,
                "names a key that " + fault + ", and this one a previous key (" + Pkcs11Kms.PREVIOUS_KEYS_SETTING
                        + ") until everything is rewrapped");
    }

    static KmsKeyNotFoundException missing(String kekId) {
        return new KmsKeyNotFoundException(
                kekId,
                "the token has no AES key of this label that the PIN gives access to. Check " + Pkcs11Kms.KEY_SETTING
                        + ", " + Pkcs11Kms.SETTINGS
                        + ".slot and .library; a key that wrapped earlier data keys belongs into "
                        + Pkcs11Kms.PREVIOUS_KEYS_SETTING,
                null);
    }

    static KmsInvalidCiphertextException invalid(String kekId, @Nullable Throwable error) {
        return new KmsInvalidCiphertextException(
                kekId,
                "the token refuses the wrapped key: it was altered, wrapped by another key, or belongs to another"
                        + " tenant, environment or key row. Check " + Pkcs11Kms.KEY_SETTING
                        + " and columnseal.environment",
                error);
    }

    static KmsUnavailableException unavailable(String kekId, Throwable error) {
        if (found(SHARED_LABEL, error).isPresent()) {
            return new KmsUnavailableException(
                    kekId,
                    "secret keys of the token share a label, which the JDK takes for a broken token, whichever they are."
                            + " Give each a label of its own",
                    error);
        }
        return new KmsUnavailableException(
                kekId,
                "the token failed (" + returnCode(error) + "). Check the HSM, its client library, "
                        + Pkcs11Kms.LIBRARY_SETTING + " and " + Pkcs11Kms.SLOT_SETTING,
                error);
    }
}
