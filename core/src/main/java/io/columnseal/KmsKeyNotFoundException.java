package io.columnseal;

import org.jspecify.annotations.Nullable;

/** There is no such KEK: a wrong id, alias, region or a master key that is not configured. */
public final class KmsKeyNotFoundException extends KmsException {

    private static final long serialVersionUID = 1L;

    /**
     * @param kekId id of the KEK that was asked for
     * @param problem what to check, as a sentence without full stop
     */
    public KmsKeyNotFoundException(String kekId, String problem, @Nullable Throwable cause) {
        super(kekId, problem, cause);
    }
}
