package io.columnseal.key;

import static io.columnseal.internal.LengthPrefixed.encode;
import static io.columnseal.internal.LengthPrefixed.number;
import static io.columnseal.internal.LengthPrefixed.octet;
import static io.columnseal.internal.LengthPrefixed.text;

import io.columnseal.KeyRejectedException;
import io.columnseal.internal.crypto.ConstantTime;
import io.columnseal.internal.crypto.HmacSha256;
import io.columnseal.internal.crypto.Sha256;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates key rows, so that nobody with write access to the key table alone can revive, replace or date a key:
 * HMAC-SHA-256 under a key derived from the SYSTEM key. Only the seal count is left out, so that nodes count it
 * up without a key at hand.
 *
 * <p>The message, frozen by stored rows, is lp("columnseal/state/1", id, environment, tenant, usage, version, suite,
 * state, KEK id, SHA-256(wrapped key), SHA-256(recovery-wrapped key), check value, created at, created by, changed at,
 * changed by, reason, revision): numbers big-endian (id, times in microseconds since 1970, revision: 8 bytes, version:
 * 4, suite: 1), names and texts in UTF-8. What a row does not have is the empty element.
 */
final class StateMac {

    private static final String LABEL = "columnseal/state/1";
    private static final String APPROVAL_LABEL = "columnseal/approval/1";
    private static final byte[] ABSENT = new byte[0];

    private final byte[] macKey;
    private boolean wiped;

    private StateMac(byte[] macKey) {
        this.macKey = macKey;
    }

    /** @param systemKey the SYSTEM key; not kept */
    static StateMac of(byte[] systemKey) {
        return new StateMac(KeyDerivation.stateMacKey(systemKey));
    }

    /** One that fails whatever it is asked. */
    static StateMac wiped() {
        StateMac mac = new StateMac(ABSENT);
        mac.wipe();
        return mac;
    }

    DataKeyRow sign(DataKeyRow row) {
        return row.withStateMac(tag(message(row)));
    }

    boolean verifies(DataKeyRow row) {
        byte[] stored = row.stateMac();
        return stored != null && ConstantTime.equal(stored, tag(message(row)));
    }

    /** A request, authenticated under the same key and a label of its own. */
    StoredApproval sign(Approval approval) {
        return new StoredApproval(approval, tag(message(approval)));
    }

    boolean verifies(StoredApproval stored) {
        return ConstantTime.equal(stored.mac(), tag(message(stored.approval())));
    }

    /** @throws KeyRejectedException if the row is not as this product wrote it */
    void requireVerified(DataKeyRow row) {
        if (!verifies(row)) {
            throw new KeyRejectedException(
                    row.identity().id(), "its row was edited. Restore it from a backup of the key table", null);
        }
    }

    synchronized void wipe() {
        wiped = true;
        Arrays.fill(macKey, (byte) 0);
    }

    /** Excludes wiping, since a row that is signed under wiped bytes would never seal again. */
    private synchronized byte[] tag(byte[] message) {
        if (wiped) {
            throw new IllegalStateException("this ColumnSeal is closed");
        }
        return HmacSha256.tag(macKey, message);
    }

    /** Frozen by stored requests: lp of this label, then what {@link Approval} says, in the forms of a key row. */
    private static byte[] message(Approval approval) {
        String tenant = approval.tenant();
        String decidedBy = approval.decidedBy();
        KeyId key = approval.key();
        String subject = approval.subject();
        return encode(
                text(APPROVAL_LABEL),
                text(approval.id()),
                text(approval.operation().name()),
                tenant == null ? ABSENT : text(tenant),
                key == null ? ABSENT : number(key.value()),
                subject == null ? ABSENT : text(subject),
                text(approval.requestedBy()),
                number(EpochMicros.of(approval.requestedAt())),
                text(approval.reason()),
                number(EpochMicros.of(approval.expiresAt())),
                text(approval.state().name()),
                decidedBy == null ? ABSENT : text(decidedBy),
                number(approval.revision()));
    }

    private static byte[] message(DataKeyRow row) {
        KeyIdentity identity = row.identity();
        return encode(
                text(LABEL),
                number(identity.id().value()),
                text(identity.environment()),
                text(identity.tenant()),
                text(identity.usage().name()),
                number(identity.version()),
                octet(identity.suite().id()),
                text(row.state().name()),
                row.wrappedKey() == null ? ABSENT : text(row.wrappedKey().kekId()),
                row.wrappedKey() == null ? ABSENT : digest(row.wrappedKey().bytes()),
                digest(row.recoveryWrappedKey()),
                row.checkValue(),
                number(EpochMicros.of(row.createdAt())),
                text(row.createdBy()),
                number(EpochMicros.of(row.changedAt())),
                text(row.changedBy()),
                text(row.reason()),
                number(row.revision()));
    }

    private static byte[] digest(byte @Nullable [] bytes) {
        return bytes == null ? ABSENT : Sha256.digest(bytes);
    }
}
