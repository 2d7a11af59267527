package io.columnseal.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's request to do what takes two people, and what became of it: a row of {@code columnseal_approvals}.
 *
 * @param id 16 hexadecimal digits
 * @param operation what is to be done
 * @param tenant whose keys; null if it is about one key, or all tenants
 * @param key which key; null if it is about a tenant's keys, or all tenants
 * @param subject what it is about beside them, as {@link KeyAccess#subject}; null if nothing
 * @param requestedBy who wants it, and may then do it
 * @param requestedAt microsecond precision
 * @param reason why
 * @param expiresAt until when it can be approved and done; microsecond precision
 * @param state what became of it
 * @param decidedBy who approved or rejected it; null while nobody has
 * @param revision 1 when requested, one more with every change
 */
public record Approval(
        String id,
        KeyOperation operation,
        @Nullable String tenant,
        @Nullable KeyId key,
        @Nullable String subject,
        String requestedBy,
        Instant requestedAt,
        String reason,
        Instant expiresAt,
        State state,
        @Nullable String decidedBy,
        long revision) {

    /** What became of a request. Names are stored and authenticated: frozen. */
    public enum State {
        /** Nobody has decided. */
        REQUESTED,

        /** A second person agreed; it can be done once. */
        APPROVED,

        /** A second person did not agree. */
        REJECTED,

        /** It was done, or tried. */
        EXECUTED
    }

    Approval decided(State decision, @Nullable String by) {
        return new Approval(
                id,
                operation,
                tenant,
                key,
                subject,
                requestedBy,
                requestedAt,
                reason,
                expiresAt,
                decision,
                by,
                revision + 1);
    }
}
