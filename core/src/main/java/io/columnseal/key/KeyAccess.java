package io.columnseal.key;

import org.jspecify.annotations.Nullable;

/**
 * Somebody's wish to have something done with keys.
 *
 * @param actor who asks; {@link AccessLog#SYSTEM_ACTOR} for the library and the application's own jobs
 * @param reason why, in the words of whoever asks
 * @param tenant whose keys; null if it is about one key, or all tenants
 * @param key which key; null if it is about a tenant's keys, or all tenants
 */
public record KeyAccess(
        KeyOperation operation,
        String actor,
        String reason,
        @Nullable String tenant,
        @Nullable KeyId key) {}
