package io.columnseal.key;

import io.columnseal.key.RestoreReport.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of each row of a backup beside what is stored. A row that is newer than the backup's is never
 * replaced; what was destroyed comes back only by name; what did not authenticate in the backup replaces nothing.
 */
final class KeyMerge {

    private final StateMac mac;
    private final Deed deed;
    private final Instant now;
    private final Set<KeyId> destroyed;
    private final Set<KeyId> resurrected;
    private final Map<KeyId, DataKeyRow> stored = new HashMap<>();
    private final Map<Place, KeyId> versions = new HashMap<>();

    /** @param version 0 for the place of the active key */
    private record Place(String tenant, KeyUsage usage, int version) {

        static Place of(DataKeyRow row) {
            return new Place(
                    row.identity().tenant(),
                    row.identity().usage(),
                    row.identity().version());
        }

        static Place active(DataKeyRow row) {
            return new Place(row.identity().tenant(), row.identity().usage(), 0);
        }
    }

    /** @param row what is to be written, or null; otherwise what the report is about */
    private record Decision(
            DataKeyRow backup, @Nullable DataKeyRow row, long replaced, Outcome outcome, String detail) {

        RestoreReport.Change change() {
            return new RestoreReport.Change(
                    Objects.requireNonNullElse(row, backup).info(), outcome, detail);
        }
    }

    /**
     * @param mac authenticates the rows of the table and of the backup
     * @param destroyed keys that the access log says were destroyed
     * @param resurrected those of them that come back
     */
    KeyMerge(StateMac mac, Deed deed, Instant now, Set<KeyId> destroyed, Set<KeyId> resurrected) {
        this.mac = mac;
        this.deed = deed;
        this.now = now;
        this.destroyed = destroyed;
        this.resurrected = resurrected;
    }

    /** What is to be written, and what is told of it. */
    record Plan(List<RestoredRow> rows, List<RestoreReport.Change> changes) {}

    Plan plan(Iterable<DataKeyRow> table, List<DataKeyRow> backup) {
        table.forEach(row -> {
            stored.put(row.identity().id(), row);
            versions.put(Place.of(row), row.identity().id());
        });
        List<Decision> decisions = backup.stream().map(this::decide).toList();
        Map<Place, KeyId> active = activeAfter(decisions);
        List<RestoredRow> rows = new ArrayList<>();
        List<RestoreReport.Change> changes = new ArrayList<>();
        for (Decision decision : decisions) {
            Decision last = withOneActive(decision, active);
            changes.add(last.change());
            if (last.row() != null) {
                rows.add(new RestoredRow(last.row(), last.replaced()));
            }
        }
        return new Plan(rows, changes);
    }

    private Decision decide(DataKeyRow row) {
        DataKeyRow there = stored.get(row.identity().id());
        return there == null ? missing(row) : beside(row, there);
    }

    private Decision missing(DataKeyRow row) {
        KeyId taken = versions.get(Place.of(row));
        if (taken != null) {
            return kept(row, Outcome.CONFLICT, "its version is that of key " + taken + ", which was made since");
        }
        if (isDestroyedSince(row)) {
            return isResurrected(row)
                    ? resurrected(row, row.revision(), RestoredRow.ABSENT)
                    : new Decision(row, erased(row), RestoredRow.ABSENT, Outcome.DESTROYED_SINCE, "");
        }
        // A SYSTEM key that a first start left behind is signed by itself
        String detail = isAuthentic(row) || row.state() == KeyState.PENDING
                ? ""
                : "its row was edited before it came into the backup: it opens only";
        return new Decision(row, spent(row, row.sealCount()), RestoredRow.ABSENT, Outcome.ADDED, detail);
    }

    private Decision beside(DataKeyRow row, DataKeyRow there) {
        if (there.withSealCount(row.sealCount()).equals(row)) {
            return kept(row, Outcome.UNCHANGED, "");
        }
        if (!isAuthentic(row)) {
            return kept(row, Outcome.CONFLICT, "the row in the backup was edited, and the stored one is another");
        }
        boolean destroyedSince = there.state() == KeyState.DESTROYED && row.state() != KeyState.DESTROYED;
        if (!isAuthentic(there)) {
            return edited(row, there);
        }
        if (destroyedSince) {
            return isResurrected(row)
                    ? resurrected(row, there.revision(), there.revision())
                    : kept(row, Outcome.DESTROYED_SINCE, "");
        }
        if (there.revision() == row.revision()) {
            return kept(row, Outcome.CONFLICT, "the stored row is as new as the one in the backup, and another");
        }
        return there.revision() > row.revision()
                ? kept(row, Outcome.NEWER, "")
                : new Decision(row, spent(row, there.sealCount()), there.revision(), Outcome.UPDATED, "");
    }

    private Decision edited(DataKeyRow row, DataKeyRow there) {
        long newest = Math.max(row.revision(), there.revision());
        if (there.revision() < 1 || newest == Long.MAX_VALUE) {
            return kept(row, Outcome.CONFLICT, "the revision of the stored row was edited, so that none can follow it");
        }
        if (isDestroyedSince(row)) {
            return isResurrected(row)
                    ? resurrected(row, newest, there.revision())
                    : kept(row, Outcome.DESTROYED_SINCE, "the stored row was edited since");
        }
        DataKeyRow repaired = next(row, row.state(), newest + 1);
        return new Decision(row, spent(repaired, there.sealCount()), there.revision(), Outcome.REPAIRED, "");
    }

    /** Whoever wants it to be used again says so once more, with an operation of its own. */
    private Decision resurrected(DataKeyRow row, long newest, long replaced) {
        return new Decision(
                row, next(row, KeyState.SUSPENDED, newest + 1), replaced, Outcome.RESURRECTED, "was " + row.state());
    }

    private static Decision kept(DataKeyRow row, Outcome outcome, String detail) {
        return new Decision(row, null, RestoredRow.ABSENT, outcome, detail);
    }

    /** A key that became active after the backup was made stays the active one. */
    private Decision withOneActive(Decision decision, Map<Place, KeyId> active) {
        DataKeyRow row = decision.row();
        if (row == null || row.state() != KeyState.ACTIVE) {
            return decision;
        }
        KeyId other = active.get(Place.active(row));
        return row.identity().id().equals(other)
                ? decision
                : new Decision(
                        decision.backup(),
                        next(row, KeyState.RETIRED, row.revision() + 1),
                        decision.replaced(),
                        decision.outcome(),
                        "key " + other + " became the active one since");
    }

    /** Of two that would be active, the newer version is. */
    private Map<Place, KeyId> activeAfter(List<Decision> decisions) {
        Map<KeyId, DataKeyRow> after = new HashMap<>(stored);
        for (Decision decision : decisions) {
            if (decision.row() != null) {
                after.put(decision.row().identity().id(), decision.row());
            }
        }
        Map<Place, DataKeyRow> active = new HashMap<>();
        after.values().stream()
                .filter(row -> row.state() == KeyState.ACTIVE)
                .forEach(row -> active.merge(Place.active(row), row, this::thatStaysActive));
        Map<Place, KeyId> ids = new HashMap<>();
        active.forEach((place, row) -> ids.put(place, row.identity().id()));
        return ids;
    }

    /** Rows that are only in the table stay as they are, whatever their version. */
    private DataKeyRow thatStaysActive(DataKeyRow one, DataKeyRow other) {
        if (one.equals(stored.get(one.identity().id()))) {
            return one;
        }
        if (other.equals(stored.get(other.identity().id()))) {
            return other;
        }
        return one.identity().version() > other.identity().version() ? one : other;
    }

    private DataKeyRow next(DataKeyRow row, KeyState state, long revision) {
        return signedLike(
                row,
                new DataKeyRowCopy(row)
                        .state(state)
                        .changed(now, deed.actor(), deed.reason())
                        .revision(revision)
                        .stateMac(null)
                        .row());
    }

    private DataKeyRow erased(DataKeyRow row) {
        return signedLike(row, row.erased(now, deed.actor(), deed.reason()));
    }

    /** What did not authenticate is not vouched for now. */
    private DataKeyRow signedLike(DataKeyRow row, DataKeyRow next) {
        return isAuthentic(row) ? mac.sign(next) : next;
    }

    /** Nobody knows what an active key sealed since the backup was made: it is to be replaced when it next seals. */
    private static DataKeyRow spent(DataKeyRow row, long storedCount) {
        if (row.state() != KeyState.ACTIVE || row.identity().usage() == KeyUsage.SYSTEM) {
            return row;
        }
        long limit = row.identity().suite().sealLimit();
        return row.withSealCount(Math.min(limit, Math.max(limit / 2, Math.max(row.sealCount(), storedCount))));
    }

    private boolean isDestroyedSince(DataKeyRow row) {
        return row.state() != KeyState.DESTROYED
                && destroyed.contains(row.identity().id());
    }

    private boolean isResurrected(DataKeyRow row) {
        return resurrected.contains(row.identity().id());
    }

    private boolean isAuthentic(DataKeyRow row) {
        return mac.verifies(row);
    }
}
