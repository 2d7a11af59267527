package io.columnseal;

import org.jspecify.annotations.Nullable;

/** The caller has no permission for the operation on this KEK. */
public final class KmsDeniedException extends KmsException {

    private static final long serialVersionUID = 1L;

    /**
     * @param kekId id of the KEK that was asked for
     * @param problem what to check, as a sentence without full stop
     */
    public KmsDeniedException(String kekId, String problem, @Nullable Throwable cause) {
        super(kekId, problem, cause);
    }
}
