package io.columnseal;

import org.jspecify.annotations.Nullable;

/** The KMS did not answer in time or failed. */
public final class KmsUnavailableException extends KmsException implements Retryable {

    private static final long serialVersionUID = 1L;

    /**
     * @param kekId id of the KEK that was asked for
     * @param problem what to check, as a sentence without full stop
     */
    public KmsUnavailableException(String kekId, String problem, @Nullable Throwable cause) {
        super(kekId, problem, cause);
    }
}
