package io.columnseal;

import org.jspecify.annotations.Nullable;

/** The key management service did not wrap or unwrap a key. */
public abstract sealed class KmsException extends ColumnSealException
        permits KmsDeniedException,
                KmsKeyNotFoundException,
                KmsKeyDisabledException,
                KmsInvalidCiphertextException,
                KmsUnavailableException,
                KmsThrottledException {

    private static final long serialVersionUID = 1L;

    private final String kekId;

    KmsException(String kekId, String problem, @Nullable Throwable cause) {
        super("KMS key " + kekId + ": " + problem, cause);
        this.kekId = kekId;
    }

    /** Id of the KEK that was asked for. */
    public String kekId() {
        return kekId;
    }
}
