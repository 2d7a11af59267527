package io.columnseal.key;

import io.columnseal.kms.WrappedKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code data_encryption_keys}, as stored: nothing in it is to be believed before it is verified.
 *
 * @param identity who the key claims to be
 * @param wrappedKey null once the key is destroyed
 * @param recoveryWrappedKey the key wrapped for offline recovery, or null
 * @param checkValue commits the id to one key and identity
 * @param sealCount upper bound of the values sealed under the key
 * @param createdAt microsecond precision
 * @param changedAt microsecond precision
 * @param reason why the last change was made
 * @param revision 1 when inserted, one more with every change
 * @param stateMac authenticates everything but {@code sealCount}; null or wrong means: opens, never seals
 */
public record DataKeyRow(
        KeyIdentity identity,
        KeyState state,
        @Nullable WrappedKey wrappedKey,
        byte @Nullable [] recoveryWrappedKey,
        byte[] checkValue,
        long sealCount,
        Instant createdAt,
        String createdBy,
        Instant changedAt,
        String changedBy,
        String reason,
        long revision,
        byte @Nullable [] stateMac) {

    @Override
    public String toString() {
        return "DataKeyRow[" + identity + ", " + state + ", revision=" + revision + "]";
    }
}
