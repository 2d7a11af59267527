package io.columnseal.key;

import io.columnseal.cipher.Suite;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What may be told of a data key, as its row says it.
 *
 * @param kekId the KEK it is wrapped under; null once the key is destroyed
 * @param sealCount how many values may have been sealed under it, an upper bound: nodes count blocks of them ahead
 */
public record KeyInfo(
        KeyId id,
        String tenant,
        KeyUsage usage,
        int version,
        Suite suite,
        KeyState state,
        @Nullable String kekId,
        Instant createdAt,
        String createdBy,
        Instant changedAt,
        String changedBy,
        String reason,
        long sealCount) {}
