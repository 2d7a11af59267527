package io.columnseal.key;

import io.columnseal.kms.WrappedKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row in the making that is like another one in all that is not set here. */
final class DataKeyRowCopy {

    private KeyIdentity identity;
    private KeyState state;
    private @Nullable WrappedKey wrappedKey;
    private byte @Nullable [] recoveryWrappedKey;
    private byte[] checkValue;
    private long sealCount;
    private Instant createdAt;
    private String createdBy;
    private Instant changedAt;
    private String changedBy;
    private String reason;
    private long revision;
    private byte @Nullable [] stateMac;

    DataKeyRowCopy(DataKeyRow row) {
        identity = row.identity();
        state = row.state();
        wrappedKey = row.wrappedKey();
        recoveryWrappedKey = row.recoveryWrappedKey();
        checkValue = row.checkValue();
        sealCount = row.sealCount();
        createdAt = row.createdAt();
        createdBy = row.createdBy();
        changedAt = row.changedAt();
        changedBy = row.changedBy();
        reason = row.reason();
        revision = row.revision();
        stateMac = row.stateMac();
    }

    DataKeyRowCopy identity(KeyIdentity identity) {
        this.identity = identity;
        return this;
    }

    DataKeyRowCopy state(KeyState state) {
        this.state = state;
        return this;
    }

    DataKeyRowCopy wrappedKeys(@Nullable WrappedKey wrappedKey, byte @Nullable [] recoveryWrappedKey) {
        this.wrappedKey = wrappedKey;
        this.recoveryWrappedKey = recoveryWrappedKey;
        return this;
    }

    DataKeyRowCopy checkValue(byte[] checkValue) {
        this.checkValue = checkValue;
        return this;
    }

    DataKeyRowCopy sealCount(long sealCount) {
        this.sealCount = sealCount;
        return this;
    }

    DataKeyRowCopy created(Instant at, String by) {
        this.createdAt = at;
        this.createdBy = by;
        return this;
    }

    DataKeyRowCopy changed(Instant at, String by, String reason) {
        this.changedAt = at;
        this.changedBy = by;
        this.reason = reason;
        return this;
    }

    DataKeyRowCopy revision(long revision) {
        this.revision = revision;
        return this;
    }

    DataKeyRowCopy stateMac(byte @Nullable [] stateMac) {
        this.stateMac = stateMac;
        return this;
    }

    /** What a change of the row writes: one revision more, not yet authenticated. */
    DataKeyRow nextRevision() {
        return revision(revision + 1).stateMac(null).row();
    }

    DataKeyRow row() {
        return new DataKeyRow(
                identity,
                state,
                wrappedKey,
                recoveryWrappedKey,
                checkValue,
                sealCount,
                createdAt,
                createdBy,
                changedAt,
                changedBy,
                reason,
                revision,
                stateMac);
    }
}
