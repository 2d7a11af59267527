package io.columnseal;

import org.jspecify.annotations.Nullable;

/** The KMS did not answer in time or failed. */
public final class KmsUnavailableException extends KmsException implements Retryable {

    private static final long serialVersionUID = 1L;

    private final boolean asked;

    /**
     * @param kekId id of the KEK that was asked for
     * @param problem what to check, as a sentence without full stop
     */
    public KmsUnavailableException(String kekId, String problem, @Nullable Throwable cause) {
        this(kekId, problem, cause, true);
    }

    private KmsUnavailableException(String kekId, String problem, @Nullable Throwable cause, boolean asked) {
        super(kekId, problem, cause);
        this.asked = asked;
    }

    /**
     * Of a KMS that was not called, since it did not answer others.
     *
     * @param kekId id of the KEK that would have been asked for
     * @param problem what to check, as a sentence without full stop
     */
    public static KmsUnavailableException notAsked(String kekId, String problem, @Nullable Throwable cause) {
        return new KmsUnavailableException(kekId, problem, cause, false);
    }

    /** Whether the KMS was called; false if it is left alone for a while, or too many calls are under way. */
    public boolean wasAsked() {
        return asked;
    }
}
