package io.columnseal.key;

import io.columnseal.ColumnSealException;
import io.columnseal.kms.RecoveryKey;
import io.columnseal.kms.WrappedKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the keys under each KEK. The id of the KEK stands in the row, so only rows that authenticate count: else whoever
 * edits one could have a KEK thrown away that a key still needs.
 */
final class KekCensus {

    private final DataKeyStore store;
    private final KeyOpener opener;
    private final KmsRouting routing;
    private final @Nullable RecoveryKey recovery;

    KekCensus(DataKeyStore store, KeyOpener opener, KmsRouting routing, @Nullable RecoveryKey recovery) {
        this.store = store;
        this.opener = opener;
        this.routing = routing;
        this.recovery = recovery;
    }

    KekStatus take(StateMac mac) {
        SortedMap<String, Integer> keys = new TreeMap<>();
        List<KeyId> unverified = new ArrayList<>();
        List<String> malformed = new ArrayList<>();
        int[] outstanding = {0};
        int[] withoutRecovery = {0};
        store.forEach(
                row -> {
                    WrappedKey wrapped = row.wrappedKey();
                    if (wrapped == null && row.state() == KeyState.DESTROYED && mac.verifies(row)) {
                        return;
                    }
                    if (wrapped == null || !isAuthentic(row, mac)) {
                        unverified.add(row.identity().id());
                        return;
                    }
                    keys.merge(wrapped.kekId(), 1, Integer::sum);
                    outstanding[0] += isWhereItBelongs(row, wrapped) ? 0 : 1;
                    withoutRecovery[0] += isRecoverable(row, recovery) ? 0 : 1;
                },
                row -> malformed.add(row.id()));
        return new KekStatus(routing.common().kekId(), keys, unverified, malformed, outstanding[0], withoutRecovery[0]);
    }

    private boolean isWhereItBelongs(DataKeyRow row, WrappedKey wrapped) {
        try {
            return wrapped.kekId().equals(routing.wrapping(row.identity()).kekId());
        } catch (RuntimeException e) {
            // Nobody says where; rewrapping tells why. A KMS of somebody else's making may throw anything
            return false;
        }
    }

    /** Whether a row needs no second wrapping, or has it under this key. */
    static boolean isRecoverable(DataKeyRow row, @Nullable RecoveryKey recovery) {
        byte[] wrapped = row.recoveryWrappedKey();
        return recovery == null || (wrapped != null && recovery.isNamedBy(wrapped));
    }

    private boolean isAuthentic(DataKeyRow row, StateMac mac) {
        return mac.verifies(row) || (row.identity().usage() == KeyUsage.SYSTEM && authenticatesItself(row));
    }

    /** As one does that a first start left PENDING, which the SYSTEM key that became active knows nothing of. */
    private boolean authenticatesItself(DataKeyRow row) {
        byte[] systemKey;
        try {
            systemKey = opener.open(row);
        } catch (ColumnSealException e) {
            // Without its key nobody can say whether it was edited
            return false;
        }
        StateMac own = StateMac.of(systemKey);
        try {
            return own.verifies(row);
        } finally {
            own.wipe();
            Arrays.fill(systemKey, (byte) 0);
        }
    }
}
