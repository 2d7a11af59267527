package io.columnseal;

import org.jspecify.annotations.Nullable;

/** The KMS refused the wrapped key: altered, made under another KEK, or for another encryption context. */
public final class KmsInvalidCiphertextException extends KmsException {

    private static final long serialVersionUID = 1L;

    /**
     * @param kekId id of the KEK that was asked for
     * @param problem what to check, as a sentence without full stop
     */
    public KmsInvalidCiphertextException(String kekId, String problem, @Nullable Throwable cause) {
        super(kekId, problem, cause);
    }
}
