package io.columnseal.key;

import static io.columnseal.internal.LengthPrefixed.encode;
import static io.columnseal.internal.LengthPrefixed.number;
import static io.columnseal.internal.LengthPrefixed.octet;
import static io.columnseal.internal.LengthPrefixed.text;

import io.columnseal.internal.crypto.ConstantTime;
import io.columnseal.internal.crypto.HmacSha256;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Links the entries of the access log, so that nobody with write access to its table alone can edit, insert, move or
 * remove one unnoticed: HMAC-SHA-256 under a key derived from the SYSTEM key.
 *
 * <p>The message, frozen by stored entries, is lp("columnseal/audit/1", environment, id of the SYSTEM key, sequence,
 * previous MAC, time, operation, success, occurrences, actor, origin, key id, key version, previous key id, previous
 * version, KEK id, previous KEK id, tenant, context, reason, backup, error): numbers big-endian (ids, sequence, time in
 * microseconds since 1970: 8 bytes, occurrences, versions: 4, success: 1), names and texts in UTF-8. What an entry does
 * not have is the empty element.
 */
final class AuditMac {

    private static final String LABEL = "columnseal/audit/1";
    private static final byte[] ABSENT = new byte[0];

    private final String environment;
    private final KeyId systemKeyId;
    private final byte[] macKey;
    private boolean wiped;

    private AuditMac(String environment, KeyId systemKeyId, byte[] macKey) {
        this.environment = environment;
        this.systemKeyId = systemKeyId;
        this.macKey = macKey;
    }

    /** @param systemKey the SYSTEM key; not kept */
    static AuditMac of(KeyIdentity identity, byte[] systemKey) {
        return new AuditMac(identity.environment(), identity.id(), KeyDerivation.auditMacKey(systemKey));
    }

    LoggedEntry link(LogHead previous, AccessLog.Entry entry) {
        LoggedEntry unsigned = new LoggedEntry(previous.sequence() + 1, entry, previous.mac(), systemKeyId, null);
        return unsigned.withMac(tag(unsigned));
    }

    /** Whether an entry was made under this key. */
    boolean made(LoggedEntry entry) {
        return systemKeyId.equals(entry.macKey());
    }

    boolean verifies(LoggedEntry entry) {
        byte[] stored = entry.mac();
        return stored != null && made(entry) && ConstantTime.equal(stored, tag(entry));
    }

    synchronized void wipe() {
        wiped = true;
        Arrays.fill(macKey, (byte) 0);
    }

    /** Excludes wiping, since an entry that is linked under wiped bytes would look edited for ever. */
    private synchronized byte[] tag(LoggedEntry entry) {
        if (wiped) {
            throw new IllegalStateException("this ColumnSeal is closed");
        }
        return HmacSha256.tag(macKey, message(entry));
    }

    private byte[] message(LoggedEntry logged) {
        AccessLog.Entry entry = logged.entry();
        return encode(
                text(LABEL),
                text(environment),
                number(systemKeyId.value()),
                number(logged.sequence()),
                logged.previousMac() == null ? ABSENT : logged.previousMac(),
                number(EpochMicros.of(entry.time())),
                text(entry.operation()),
                octet((byte) (entry.success() ? 1 : 0)),
                number(entry.occurrences()),
                text(entry.actor()),
                optional(entry.origin()),
                optional(entry.keyId()),
                optional(entry.keyVersion()),
                optional(entry.previousKeyId()),
                optional(entry.previousVersion()),
                optional(entry.kekId()),
                optional(entry.previousKekId()),
                optional(entry.tenant()),
                optional(entry.context()),
                optional(entry.reason()),
                optional(entry.backup()),
                optional(entry.error()));
    }

    private static byte[] optional(@Nullable String value) {
        return value == null ? ABSENT : text(value);
    }

    private static byte[] optional(@Nullable KeyId value) {
        return value == null ? ABSENT : number(value.value());
    }

    private static byte[] optional(@Nullable Integer value) {
        return value == null ? ABSENT : number(value.intValue());
    }
}
