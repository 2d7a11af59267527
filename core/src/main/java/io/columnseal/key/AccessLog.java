package io.columnseal.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Append-only record of every use of the KEK, and of keys that are taken out of use: the table {@code
 * master_key_access_log}. Safe for use by many threads.
 */
@FunctionalInterface
public interface AccessLog {

    /** Who uses the KEK when nobody in particular asked. */
    String SYSTEM_ACTOR = "system";

    void append(Entry entry);

    /**
     * One use of the KEK, or the end of a key's use.
     *
     * @param operation {@code GENERATE}, {@code UNWRAP}, {@code WRAP} or {@code REWRAP}; {@code END_INDEX_KEY} when the
     *     rotation of an INDEX key ended, which uses no KEK
     * @param kekId the KEK, or null if the operation failed before it was known
     * @param keyId the data key
     * @param actor who asked; {@link #SYSTEM_ACTOR} for the library itself
     */
    record Entry(
            Instant time,
            String operation,
            boolean success,
            @Nullable String kekId,
            @Nullable KeyId keyId,
            @Nullable String tenant,
            String actor) {}
}
