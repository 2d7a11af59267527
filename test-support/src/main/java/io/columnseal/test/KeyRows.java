package io.columnseal.test;

import io.columnseal.cipher.Suite;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyIdentity;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.kms.WrappedKey;
import java.security.SecureRandom;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Key rows of random content, for tests of stores: no key unwraps from them. */
final class KeyRows {

    static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456Z");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String tenant;
    private final int version;
    private final KeyState state;
    private KeyId id = new KeyId(RANDOM.nextLong() | 1);
    private KeyUsage usage = KeyUsage.FIELD;
    private Instant time = NOW;
    private String reason = "test";
    private @Nullable WrappedKey wrappedKey = new WrappedKey("kek-1", random(69));
    private byte @Nullable [] recoveryWrappedKey;
    private byte @Nullable [] stateMac = random(32);
    private long sealCount;

    private KeyRows(String tenant, int version, KeyState state) {
        this.tenant = tenant;
        this.version = version;
        this.state = state;
    }

    static KeyRows of(String tenant, int version, KeyState state) {
        return new KeyRows(tenant, version, state);
    }

    static KeyRows active(String tenant, int version) {
        return of(tenant, version, KeyState.ACTIVE);
    }

    static DataKeyRow changed(DataKeyRow row, KeyState state) {
        return new DataKeyRow(
                row.identity(),
                state,
                row.wrappedKey(),
                row.recoveryWrappedKey(),
                row.checkValue(),
                row.sealCount(),
                row.createdAt(),
                row.createdBy(),
                NOW.plusSeconds(row.revision()),
                "somebody else",
                "changed",
                row.revision() + 1,
                row.stateMac());
    }

    /** The same row, as a store takes it that does not know it. */
    static DataKeyRow asFirstRevision(DataKeyRow row) {
        return atRevision(row, 1);
    }

    /** The same row under another revision, as somebody edits it who cannot authenticate rows. */
    static DataKeyRow atRevision(DataKeyRow row, long revision) {
        return new DataKeyRow(
                row.identity(),
                row.state(),
                row.wrappedKey(),
                row.recoveryWrappedKey(),
                row.checkValue(),
                row.sealCount(),
                row.createdAt(),
                row.createdBy(),
                row.changedAt(),
                row.changedBy(),
                row.reason(),
                revision,
                row.stateMac());
    }

    /** The next revision with another wrapping, as somebody edits it who cannot authenticate rows. */
    static DataKeyRow rewrapped(DataKeyRow row, WrappedKey wrapped) {
        return edited(row, row.state(), wrapped, row.revision() + 1, row.stateMac());
    }

    /** The next revision as the row of a destroyed key, without its wrappings. */
    static DataKeyRow erased(DataKeyRow row) {
        return edited(row, KeyState.DESTROYED, null, row.revision() + 1, row.stateMac());
    }

    /** The next revision with another recovery-wrapped key, as somebody edits it who cannot authenticate rows. */
    static DataKeyRow recoverable(DataKeyRow row, byte[] recoveryWrapped) {
        return new DataKeyRow(
                row.identity(),
                row.state(),
                row.wrappedKey(),
                recoveryWrapped,
                row.checkValue(),
                row.sealCount(),
                row.createdAt(),
                row.createdBy(),
                row.changedAt(),
                row.changedBy(),
                row.reason(),
                row.revision() + 1,
                row.stateMac());
    }

    /** The same revision as another key's, as somebody edits it who cannot authenticate rows. */
    static DataKeyRow as(KeyIdentity identity, DataKeyRow row) {
        return new DataKeyRow(
                identity,
                row.state(),
                row.wrappedKey(),
                row.recoveryWrappedKey(),
                row.checkValue(),
                row.sealCount(),
                row.createdAt(),
                row.createdBy(),
                row.changedAt(),
                row.changedBy(),
                row.reason(),
                row.revision(),
                row.stateMac());
    }

    static DataKeyRow withoutMac(DataKeyRow row) {
        return edited(row, row.state(), row.wrappedKey(), row.revision(), null);
    }

    private static DataKeyRow edited(
            DataKeyRow row, KeyState state, @Nullable WrappedKey wrapped, long revision, byte @Nullable [] stateMac) {
        return new DataKeyRow(
                row.identity(),
                state,
                wrapped,
                wrapped == null ? null : row.recoveryWrappedKey(),
                row.checkValue(),
                row.sealCount(),
                row.createdAt(),
                row.createdBy(),
                row.changedAt(),
                row.changedBy(),
                row.reason(),
                revision,
                stateMac);
    }

    KeyRows withId(KeyId id) {
        this.id = id;
        return this;
    }

    KeyRows usedFor(KeyUsage usage) {
        this.usage = usage;
        return this;
    }

    KeyRows at(Instant time) {
        this.time = time;
        return this;
    }

    KeyRows because(String reason) {
        this.reason = reason;
        return this;
    }

    KeyRows withEveryField() {
        wrappedKey = new WrappedKey("k".repeat(WrappedKey.MAX_KEK_ID_LENGTH), random(WrappedKey.MAX_BYTES));
        recoveryWrappedKey = random(512);
        sealCount = Long.MAX_VALUE;
        return this;
    }

    KeyRows withoutOptionalFields() {
        wrappedKey = null;
        recoveryWrappedKey = null;
        stateMac = null;
        return this;
    }

    DataKeyRow row() {
        return new DataKeyRow(
                new KeyIdentity(id, "test", tenant, usage, version, Suite.AES_256_GCM),
                state,
                wrappedKey,
                recoveryWrappedKey,
                random(32),
                sealCount,
                time,
                "j.doe",
                time,
                "j.doe",
                reason,
                1,
                stateMac);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
