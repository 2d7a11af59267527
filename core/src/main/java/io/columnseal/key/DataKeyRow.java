package io.columnseal.key;

import io.columnseal.kms.WrappedKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code data_encryption_keys}, as stored: nothing in it is to be believed before it is verified.
 *
 * @param identity who the key claims to be
 * @param wrappedKey null once the key is destroyed
 * @param recoveryWrappedKey the key wrapped for offline recovery, or null
 * @param checkValue commits the id to one key and identity
 * @param sealCount how many values may have been sealed under the key, an upper bound, since nodes count ahead. Not
 *     covered by the state MAC, which would have to be made anew with every block
 * @param createdAt microsecond precision
 * @param changedAt when the state last changed, microsecond precision; being wrapped anew is no change
 * @param reason why the state last changed
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

    // Written out because NullAway does not see a compact constructor's nullable arrays
    public DataKeyRow(
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
        this.identity = identity;
        this.state = state;
        this.wrappedKey = wrappedKey;
        this.recoveryWrappedKey = copy(recoveryWrappedKey);
        this.checkValue = checkValue.clone();
        this.sealCount = sealCount;
        this.createdAt = createdAt;
        this.createdBy = createdBy;
        this.changedAt = changedAt;
        this.changedBy = changedBy;
        this.reason = reason;
        this.revision = revision;
        this.stateMac = copy(stateMac);
    }

    @Override
    public byte @Nullable [] recoveryWrappedKey() {
        return copy(recoveryWrappedKey);
    }

    @Override
    public byte[] checkValue() {
        return checkValue.clone();
    }

    @Override
    public byte @Nullable [] stateMac() {
        return copy(stateMac);
    }

    /** What may be told of this key. */
    public KeyInfo info() {
        return new KeyInfo(
                identity.id(),
                identity.tenant(),
                identity.usage(),
                identity.version(),
                identity.suite(),
                state,
                wrappedKey == null ? null : wrappedKey.kekId(),
                createdAt,
                createdBy,
                changedAt,
                changedBy,
                reason,
                sealCount);
    }

    /** The next revision of this row, in another state and not yet authenticated. */
    DataKeyRow changed(KeyState newState, Instant at, String by, String why) {
        return new DataKeyRowCopy(this).state(newState).changed(at, by, why).nextRevision();
    }

    /**
     * The next revision of this row with the same key wrapped anew, not yet authenticated. Its state is as old as before:
     * what is dated by it, such as the grace of a rotation, must not begin again.
     */
    DataKeyRow rewrapped(WrappedKey rewrapped, byte @Nullable [] recoveryRewrapped) {
        return new DataKeyRowCopy(this)
                .wrappedKeys(rewrapped, recoveryRewrapped)
                .nextRevision();
    }

    /** The next revision of this row, destroyed: whatever the key could be unwrapped from is gone. */
    DataKeyRow erased(Instant at, String by, String why) {
        return new DataKeyRowCopy(this)
                .state(KeyState.DESTROYED)
                .wrappedKeys(null, null)
                .changed(at, by, why)
                .nextRevision();
    }

    DataKeyRow withSealCount(long count) {
        return new DataKeyRowCopy(this).sealCount(count).row();
    }

    DataKeyRow withStateMac(byte[] mac) {
        return new DataKeyRowCopy(this).stateMac(mac).row();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DataKeyRow that
                && identity.equals(that.identity)
                && state == that.state
                && Objects.equals(wrappedKey, that.wrappedKey)
                && Arrays.equals(recoveryWrappedKey, that.recoveryWrappedKey)
                && Arrays.equals(checkValue, that.checkValue)
                && sealCount == that.sealCount
                && createdAt.equals(that.createdAt)
                && createdBy.equals(that.createdBy)
                && changedAt.equals(that.changedAt)
                && changedBy.equals(that.changedBy)
                && reason.equals(that.reason)
                && revision == that.revision
                && Arrays.equals(stateMac, that.stateMac);
    }

    @Override
    public int hashCode() {
        return Objects.hash(identity, revision);
    }

    private static byte @Nullable [] copy(byte @Nullable [] bytes) {
        return bytes == null ? null : bytes.clone();
    }

    @Override
    public String toString() {
        return "DataKeyRow[" + identity + ", " + state + ", revision=" + revision + "]";
    }
}
