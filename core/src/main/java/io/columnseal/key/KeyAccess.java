package io.columnseal.key;

import org.jspecify.annotations.Nullable;

/**
 * Somebody's wish to have something done with keys.
 *
 * @param actor who asks; {@link AccessLog#SYSTEM_ACTOR} for the library and the application's own jobs
 * @param reason why, in the words of whoever asks
 * @param tenant whose keys; null if it is about one key, or all tenants
 * @param key which key; null if it is about a tenant's keys, or all tenants
 * @param subject what it is about beside them: the backup and the keys that it brings back, the name that a backup is to
 *     have or how many are to stay, the KEKs and the recovery key under which keys come to lie, the column, the time before
 *     which the log is archived, the value or file that is opened; null if the operation is about nothing else
 * @param requested what is asked for, or agreed to, where the operation is {@link KeyOperation#REQUEST}, {@link
 *     KeyOperation#APPROVE} or {@link KeyOperation#REJECT}; null where it is another one, or there is no such request
 */
public record KeyAccess(
        KeyOperation operation,
        String actor,
        String reason,
        @Nullable String tenant,
        @Nullable KeyId key,
        @Nullable String subject,
        @Nullable KeyOperation requested) {

    /** Of an operation that is about nothing beside tenant and key. */
    KeyAccess(KeyOperation operation, String actor, String reason, @Nullable String tenant, @Nullable KeyId key) {
        this(operation, actor, reason, tenant, key, null);
    }

    KeyAccess(
            KeyOperation operation,
            String actor,
            String reason,
            @Nullable String tenant,
            @Nullable KeyId key,
            @Nullable String subject) {
        this(operation, actor, reason, tenant, key, subject, null);
    }

    /** The same about something else. */
    KeyAccess about(String other) {
        return new KeyAccess(operation, actor, reason, tenant, key, other, requested);
    }

    /** The same, asked by somebody else. */
    KeyAccess by(String other) {
        return new KeyAccess(operation, other, reason, tenant, key, subject, requested);
    }
}
