package io.columnseal.key;

import io.columnseal.KeyNotFoundException;
import io.columnseal.KeyRejectedException;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Changes the state of stored keys, recorded and told of, however many nodes do so at once. */
final class StateChanges {

    /** Every lost round means that another node changed the same rows. */
    private static final int ROUNDS = 10;

    private final DataKeyStore store;
    private final SystemKey systemKey;
    private final Clock clock;
    private final SealListener listener;

    StateChanges(DataKeyStore store, SystemKey systemKey, Clock clock, SealListener listener) {
        this.store = store;
        this.systemKey = systemKey;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Changes one key.
     *
     * @param next the state that a stored row is to have; its own if there is nothing to do
     * @return the row as it is then
     * @throws KeyNotFoundException if there is no such key
     */
    DataKeyRow change(KeyId id, Deed deed, Function<DataKeyRow, KeyState> next) {
        return change(() -> List.of(find(id)), deed, next).get(0);
    }

    /**
     * Changes several keys, all of them or none.
     *
     * @param read reads the rows, again after every round that another node won
     */
    List<DataKeyRow> change(Supplier<List<DataKeyRow>> read, Deed deed, Function<DataKeyRow, KeyState> next) {
        StateMac mac = systemKey.stateMac();
        for (int round = 0; round < ROUNDS; round++) {
            List<DataKeyRow> before = read.get();
            List<DataKeyRow> after = before.stream()
                    .map(row -> changed(row, next.apply(row), deed, mac))
                    .toList();
            List<DataKeyRow> changed =
                    after.stream().filter(row -> !before.contains(row)).toList();
            if (changed.isEmpty() || store.write(changed, entries(deed.operation(), changed))) {
                tell(before, after, deed);
                return after;
            }
        }
        throw changesAllTheTime(read.get().get(0).identity().id());
    }

    /**
     * Writes a row anew as it is, so that whoever read it before cannot change it any more without looking again.
     *
     * @param state what it is to be, for that
     * @return the row as it is then, in whichever state
     */
    DataKeyRow renewed(KeyId id, KeyState state, Deed deed) {
        StateMac mac = systemKey.stateMac();
        for (int round = 0; round < ROUNDS; round++) {
            DataKeyRow row = find(id);
            if (row.state() != state) {
                return row;
            }
            DataKeyRow renewed = row.changed(state, now(), deed.actor(), deed.reason());
            DataKeyRow signed = mac.verifies(row) ? mac.sign(renewed) : renewed;
            if (store.write(List.of(signed), entries(deed.operation(), List.of(signed)))) {
                return signed;
            }
        }
        throw changesAllTheTime(id);
    }

    DataKeyRow find(KeyId id) {
        return store.find(id).orElseThrow(() -> new KeyNotFoundException(id));
    }

    /** Whether a row is as this product wrote it. */
    boolean isAuthentic(DataKeyRow row) {
        return systemKey.stateMac().verifies(row);
    }

    /** @throws KeyRejectedException if the row is not as this product wrote it */
    void requireAuthentic(DataKeyRow row) {
        if (!isAuthentic(row)) {
            throw new KeyRejectedException(
                    row.identity().id(), "its row was edited. Restore it from a backup of the key table", null);
        }
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static KeyRejectedException changesAllTheTime(KeyId id) {
        return new KeyRejectedException(
                id, "its row cannot be changed; is the key table written by something else?", null);
    }

    /** A row that does not authenticate must not get a new authenticator just because it is changed. */
    private DataKeyRow changed(DataKeyRow row, KeyState state, Deed deed, StateMac mac) {
        if (row.state() == state) {
            return row;
        }
        DataKeyRow changed = state == KeyState.DESTROYED
                ? row.erased(now(), deed.actor(), deed.reason())
                : row.changed(state, now(), deed.actor(), deed.reason());
        return mac.verifies(row) ? mac.sign(changed) : changed;
    }

    private static List<AccessLog.Entry> entries(KeyOperation operation, List<DataKeyRow> changed) {
        return changed.stream()
                .map(row -> AccessLog.Entry.change(operation.name(), row).build())
                .toList();
    }

    private void tell(List<DataKeyRow> before, List<DataKeyRow> after, Deed deed) {
        for (int i = 0; i < before.size(); i++) {
            KeyIdentity key = after.get(i).identity();
            KeyState from = before.get(i).state();
            KeyState to = after.get(i).state();
            if (from != to) {
                listener.on(new SealEvent.KeyStateChanged(
                        key.id(), key.tenant(), key.usage(), from, to, deed.actor(), deed.reason()));
            }
        }
    }
}
