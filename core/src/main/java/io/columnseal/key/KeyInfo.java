package io.columnseal.key;

import io.columnseal.cipher.Suite;
import java.time.Instant;

/** What may be told of a data key. */
public record KeyInfo(
        KeyId id,
        String tenant,
        KeyUsage usage,
        int version,
        Suite suite,
        KeyState state,
        String kekId,
        Instant createdAt,
        String createdBy,
        Instant changedAt,
        String changedBy,
        String reason) {}
