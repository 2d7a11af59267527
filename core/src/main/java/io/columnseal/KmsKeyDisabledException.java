package io.columnseal;

import org.jspecify.annotations.Nullable;

/** The KEK is disabled or waits for its deletion. */
public final class KmsKeyDisabledException extends KmsException {

    private static final long serialVersionUID = 1L;

    /**
     * @param kekId id of the KEK that was asked for
     * @param problem what to check, as a sentence without full stop
     */
    public KmsKeyDisabledException(String kekId, String problem, @Nullable Throwable cause) {
        super(kekId, problem, cause);
    }
}
