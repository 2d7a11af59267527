package io.columnseal.kms;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a KMS tells of a KEK: nothing secret, and nothing that wrapping or unwrapping depends on.
 *
 * @param kekId the id by which the service was asked
 * @param createdAt when the KEK was made, null if the service does not tell
 */
public record KekDescription(
        String kekId, Status status, @Nullable Instant createdAt) {

    /** Whether the KEK wraps and unwraps. */
    public enum Status {
        ENABLED,

        /** Switched off, or not usable for now; reversible. */
        DISABLED,

        /** Waits for its deletion, after which nothing that it wrapped can be read again. */
        PENDING_DELETION,

        /** The service does not tell, or not to this caller: permission to ask is optional. */
        UNKNOWN
    }

    /** Of a service that does not tell. */
    public static KekDescription unknown(String kekId) {
        return new KekDescription(kekId, Status.UNKNOWN, null);
    }
}
