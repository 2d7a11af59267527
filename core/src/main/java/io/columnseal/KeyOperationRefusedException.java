package io.columnseal;

import io.columnseal.key.KeyId;
import io.columnseal.key.KeyOperation;
import org.jspecify.annotations.Nullable;

/** Whoever asked for an operation on keys may not have it done. Nothing was changed; the refusal is in the access log. */
public final class KeyOperationRefusedException extends ColumnSealException {

    private static final long serialVersionUID = 1L;

    private final KeyOperation operation;
    private final Refusal refusal;
    private final @Nullable String tenant;
    private final @Nullable KeyId keyId;
    private final @Nullable String subject;

    /** Why an operation is refused. */
    public enum Refusal {
        /** The actor that was given is not the one who is authenticated, or nobody is. */
        ACTOR,

        /** The authorizer does not permit it. */
        NOT_PERMITTED,

        /** It takes two people, and no second one has approved. */
        NOT_APPROVED
    }

    /** @param problem what is refused and what to do, as a sentence without full stop */
    public KeyOperationRefusedException(
            KeyOperation operation,
            Refusal refusal,
            @Nullable String tenant,
            @Nullable KeyId keyId,
            @Nullable String subject,
            String problem) {
        super(operation + of(tenant, keyId, subject) + " is refused: " + problem, null);
        this.operation = operation;
        this.refusal = refusal;
        this.tenant = tenant;
        this.keyId = keyId;
        this.subject = subject;
    }

    public KeyOperation operation() {
        return operation;
    }

    public Refusal refusal() {
        return refusal;
    }

    /** Whose keys were to be changed; null if it was about one key, or all tenants. */
    public @Nullable String tenant() {
        return tenant;
    }

    /** The key that was to be changed; null if it was about a tenant's, or all tenants'. */
    public @Nullable KeyId keyId() {
        return keyId;
    }

    /** What it was about beside tenant and key, as an approval of it names it; null if nothing. */
    public @Nullable String subject() {
        return subject;
    }

    private static String of(@Nullable String tenant, @Nullable KeyId keyId, @Nullable String subject) {
        return (keyId == null ? "" : " of data key " + keyId)
                + (tenant == null ? "" : " of tenant " + tenant)
                + (subject == null ? "" : " (" + subject + ")");
    }
}
