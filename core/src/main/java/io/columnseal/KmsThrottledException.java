package io.columnseal;

import org.jspecify.annotations.Nullable;

/** The KMS refused for now because of too many calls. */
public final class KmsThrottledException extends KmsException implements Retryable {

    private static final long serialVersionUID = 1L;

    /**
     * @param kekId id of the KEK that was asked for
     * @param problem what to check, as a sentence without full stop
     */
    public KmsThrottledException(String kekId, String problem, @Nullable Throwable cause) {
        super(kekId, problem, cause);
    }
}
