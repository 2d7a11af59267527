package io.columnseal.key;

import io.columnseal.KeyOperationRefusedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests to do what takes two people, the {@code seal.keys().approvals()} of the facade. One person requests, another
 * one approves, and the first one does it, once, by calling the operation itself with the same tenant, key and subject before
 * the request expires. Whatever the operation's outcome, its approval is used up.
 *
 * <p>Names that differ only in case, blanks or characters that are not seen are one person's; {@code system} is nobody.
 * Everything is recorded in the access log. Safe for use by many threads.
 */
public interface Approvals {

    /**
     * Requests an operation that is about nothing beside a tenant or a key.
     *
     * @param tenant whose keys; null if it is about one key, or all tenants
     * @param key which key; null if it is about a tenant's keys, or all tenants
     * @throws IllegalArgumentException if the operation is about something else, which the other methods take
     * @throws KeyOperationRefusedException if the actor may not request it
     */
    default Approval request(
            KeyOperation operation, @Nullable String tenant, @Nullable KeyId key, String actor, String reason) {
        return request(operation, tenant, key, null, actor, reason);
    }

    /**
     * Requests just what was refused for want of a second person: after {@code keys().rotate(…)} or {@code
     * backups.restore(…)} was, say.
     *
     * @throws IllegalArgumentException if it was refused for another reason, which no approval changes
     * @throws KeyOperationRefusedException if the actor may not request it
     */
    default Approval request(KeyOperationRefusedException refused, String actor, String reason) {
        if (refused.refusal() != KeyOperationRefusedException.Refusal.NOT_APPROVED) {
            throw new IllegalArgumentException(
                    refused.operation() + " was refused for another reason: no approval helps");
        }
        return request(refused.operation(), refused.tenant(), refused.keyId(), refused.subject(), actor, reason);
    }

    /**
     * Requests an operation.
     *
     * @param tenant whose keys; null if it is about one key, or all tenants
     * @param key which key; null if it is about a tenant's keys, or all tenants
     * @param subject what it is about beside them, in just the words of the {@linkplain
     *     KeyOperationRefusedException#subject refusal}; null if nothing
     * @throws IllegalArgumentException if the subject is missing of an operation that has one, or the operation is itself about
     *     a request
     * @throws KeyOperationRefusedException if the actor may not request it
     */
    Approval request(
            KeyOperation operation,
            @Nullable String tenant,
            @Nullable KeyId key,
            @Nullable String subject,
            String actor,
            String reason);

    /**
     * Agrees to a request of somebody else.
     *
     * @param id of the request
     * @throws KeyOperationRefusedException if the actor is the one who requested it, or may not approve, or the request is
     *     expired, decided, unknown, or was edited
     */
    Approval approve(String id, String actor, String reason);

    /**
     * Does not agree to a request: it cannot be approved any more, nor done if it was. Whoever requested it may take it
     * back so.
     *
     * @throws KeyOperationRefusedException as above
     */
    Approval reject(String id, String actor, String reason);

    /** Requests that can still be approved or done, oldest first; edited ones are left out. */
    List<Approval> open();
}
