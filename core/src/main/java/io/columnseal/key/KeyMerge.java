package io.columnseal.key;

import io.columnseal.key.KeyPlaces.Place;
import io.columnseal.key.RestoreReport.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of each row of a backup beside what is stored. A row that is newer than the backup's is never
 * replaced; what was destroyed comes back only by name, what was switched off or leaked since comes back as such; what did
 * not authenticate in the backup replaces nothing.
 */
final class KeyMerge {

    private final StateMac mac;
    private final Deed deed;
    private final Instant now;
    private final KeyFates fates;
    private final Set<KeyId> resurrected;
    private final Map<KeyId, DataKeyRow> stored = new HashMap<>();
    private final Map<KeyId, MalformedKeyRow> malformed = new HashMap<>();

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
     * @param fates what the access log says became of keys
     * @param resurrected those of the destroyed ones that come back
     */
    KeyMerge(StateMac mac, Deed deed, Instant now, KeyFates fates, Set<KeyId> resurrected) {
        this.mac = mac;
        this.deed = deed;
        this.now = now;
        this.fates = fates;
        this.resurrected = resurrected;
    }

    /**
     * What is to be written, and what is told of it.
     *
     * @param leaked keys that come back switched off, and are COMPROMISED once they are resumed
     * @param malformed ids of what is no row then, and what neither table nor backup has a row of since it was none
     */
    record Plan(
            List<RestoredRow> rows, List<RestoreReport.Change> changes, Set<KeyId> leaked, List<String> malformed) {}

    /** @param edited rows of the table that are none */
    Plan plan(List<DataKeyRow> table, List<MalformedKeyRow> edited, KeySnapshot backup) {
        table.forEach(row -> stored.put(row.identity().id(), row));
        edited.forEach(row -> row.keyId().ifPresent(id -> malformed.put(id, row)));
        KeyPlaces places = new KeyPlaces(stored, edited);
        List<Decision> decisions = backup.rows().stream()
                .map(row -> decide(row, places))
                .map(this::asStrictAsSince)
                .toList();
        Map<Place, String> active = places.activeAfter(decisions.stream()
                .flatMap(decision -> Stream.ofNullable(decision.row()))
                .toList());
        List<RestoredRow> rows = new ArrayList<>();
        List<RestoreReport.Change> changes = new ArrayList<>();
        Set<KeyId> leaked = new HashSet<>();
        for (Decision decision : decisions) {
            Decision last = withOneActive(decision, active);
            changes.add(last.change());
            if (last.row() != null) {
                rows.add(new RestoredRow(last.row(), last.replaced()));
            }
            if (isLeakedAndSwitchedOff(last)) {
                leaked.add(last.backup().identity().id());
            }
        }
        return new Plan(rows, changes, leaked, malformed(edited, backup, rows));
    }

    private List<String> malformed(List<MalformedKeyRow> edited, KeySnapshot backup, List<RestoredRow> written) {
        Set<String> sound = Stream.concat(
                        stored.values().stream(), written.stream().map(RestoredRow::row))
                .map(row -> row.identity().id().toString())
                .collect(Collectors.toSet());
        return Stream.concat(edited.stream().map(MalformedKeyRow::id), backup.leftOut().stream())
                .distinct()
                .filter(id -> !sound.contains(id))
                .toList();
    }

    private Decision decide(DataKeyRow row, KeyPlaces places) {
        DataKeyRow there = stored.get(row.identity().id());
        MalformedKeyRow broken = malformed.get(row.identity().id());
        if (there != null) {
            return beside(row, there, places);
        }
        if (broken != null) {
            return isAuthentic(row) ? edited(row, broken.revision(), row.sealCount(), places) : editedInBackup(row);
        }
        return missing(row, places);
    }

    private Decision missing(DataKeyRow row, KeyPlaces places) {
        if (places.takenBy(row).isPresent()) {
            return taken(row, places);
        }
        if (isDestroyedSince(row)) {
            return isResurrected(row)
                    ? resurrected(row, row.revision(), RestoredRow.ABSENT, row.sealCount())
                    : new Decision(row, erased(row), RestoredRow.ABSENT, Outcome.DESTROYED_SINCE, "");
        }
        // A SYSTEM key that a first start left behind is signed by itself
        String detail = isAuthentic(row) || row.state() == KeyState.PENDING
                ? ""
                : "its row was edited before it came into the backup: it opens only";
        return new Decision(row, spent(row, row.sealCount()), RestoredRow.ABSENT, Outcome.ADDED, detail);
    }

    private Decision beside(DataKeyRow row, DataKeyRow there, KeyPlaces places) {
        if (there.withSealCount(row.sealCount()).equals(row)) {
            return kept(row, Outcome.UNCHANGED, "");
        }
        if (!isAuthentic(row)) {
            return editedInBackup(row);
        }
        boolean destroyedSince = there.state() == KeyState.DESTROYED && row.state() != KeyState.DESTROYED;
        if (!isAuthentic(there)) {
            return edited(row, there.revision(), there.sealCount(), places);
        }
        if (destroyedSince) {
            return isResurrected(row)
                    ? resurrected(row, there.revision(), there.revision(), there.sealCount())
                    : kept(row, Outcome.DESTROYED_SINCE, "");
        }
        if (there.revision() == row.revision()) {
            return kept(row, Outcome.CONFLICT, "the stored row is as new as the one in the backup, and another");
        }
        if (there.revision() > row.revision() && row.state() == KeyState.COMPROMISED && isUnmarked(there.state())) {
            return kept(row, Outcome.CONFLICT, "the backup has it as compromised, which was lost since: mark it again");
        }
        return there.revision() > row.revision()
                ? kept(row, Outcome.NEWER, "")
                : new Decision(row, spent(row, there.sealCount()), there.revision(), Outcome.UPDATED, "");
    }

    /** No operation takes a leak back: such a row is newer, and does not come from one that was marked. */
    private static boolean isUnmarked(KeyState state) {
        return state.opens() && state != KeyState.COMPROMISED;
    }

    private static Decision editedInBackup(DataKeyRow row) {
        return kept(row, Outcome.CONFLICT, "the row in the backup was edited, and the stored one is another");
    }

    private static Decision taken(DataKeyRow row, KeyPlaces places) {
        return kept(
                row,
                Outcome.CONFLICT,
                "its version is that of key " + places.takenBy(row).orElseThrow() + ", which was made since");
    }

    /** Its tenant may have got another key of the version since. */
    private Decision edited(DataKeyRow row, long revision, long sealCount, KeyPlaces places) {
        if (places.takenBy(row).isPresent()) {
            return taken(row, places);
        }
        long newest = Math.max(row.revision(), revision);
        if (revision < 1 || newest == Long.MAX_VALUE) {
            return kept(row, Outcome.CONFLICT, "the revision of the stored row was edited, so that none can follow it");
        }
        if (isDestroyedSince(row)) {
            return isResurrected(row)
                    ? resurrected(row, newest, revision, sealCount)
                    : kept(row, Outcome.DESTROYED_SINCE, "the stored row was edited since");
        }
        DataKeyRow repaired = next(row, row.state(), newest + 1);
        return new Decision(row, spent(repaired, sealCount), revision, Outcome.REPAIRED, "");
    }

    /** Whoever wants it to be used again says so once more, with an operation of its own. */
    private Decision resurrected(DataKeyRow row, long newest, long replaced, long storedCount) {
        DataKeyRow suspended = next(row, KeyState.SUSPENDED, newest + 1);
        return new Decision(row, spent(suspended, storedCount), replaced, Outcome.RESURRECTED, "was " + row.state());
    }

    /** What somebody switched off or found to be leaked since the backup was made does not come back as if he had not. */
    private Decision asStrictAsSince(Decision decision) {
        DataKeyRow row = decision.row();
        if (row == null || !row.state().opens()) {
            return decision;
        }
        if (fates.suspended().contains(row.identity().id())) {
            return changed(decision, row, KeyState.SUSPENDED, "it was suspended since");
        }
        if (row.state() == KeyState.COMPROMISED || !isLeaked(decision)) {
            return decision;
        }
        if (row.identity().usage() == KeyUsage.INDEX) {
            // Without an active one nothing of its tenant is found until somebody makes another
            return new Decision(
                    decision.backup(),
                    row,
                    decision.replaced(),
                    decision.outcome(),
                    "it was marked as compromised since: do so again");
        }
        return changed(
                decision,
                row,
                KeyState.COMPROMISED,
                "it was marked as compromised since: where its tenant has no active key, rotate");
    }

    private Decision changed(Decision decision, DataKeyRow row, KeyState state, String detail) {
        return new Decision(
                decision.backup(),
                next(row, state, row.revision() + 1),
                decision.replaced(),
                decision.outcome(),
                detail);
    }

    private boolean isLeaked(Decision decision) {
        return decision.backup().state() == KeyState.COMPROMISED
                || fates.compromised().contains(decision.backup().identity().id());
    }

    private boolean isLeakedAndSwitchedOff(Decision decision) {
        DataKeyRow row = decision.row();
        return row != null && row.state() == KeyState.SUSPENDED && isLeaked(decision);
    }

    private static Decision kept(DataKeyRow row, Outcome outcome, String detail) {
        return new Decision(row, null, RestoredRow.ABSENT, outcome, detail);
    }

    /** A key that became active after the backup was made stays the active one. */
    private Decision withOneActive(Decision decision, Map<Place, String> active) {
        DataKeyRow row = decision.row();
        if (row == null || row.state() != KeyState.ACTIVE) {
            return decision;
        }
        String other = active.get(Place.active(row));
        return row.identity().id().toString().equals(other)
                ? decision
                : new Decision(
                        decision.backup(),
                        next(row, KeyState.RETIRED, row.revision() + 1),
                        decision.replaced(),
                        decision.outcome(),
                        "key " + other + " became the active one since");
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

    /**
     * Nobody knows what a key sealed since the backup was made. One that seals, or will once it is resumed, is to be replaced
     * when it next does.
     */
    private static DataKeyRow spent(DataKeyRow row, long storedCount) {
        if (row.identity().usage() == KeyUsage.SYSTEM) {
            return row;
        }
        boolean seals = row.state() == KeyState.ACTIVE || row.state() == KeyState.SUSPENDED;
        long limit = row.identity().suite().sealLimit();
        long least = seals ? limit / 2 : 0;
        return row.withSealCount(Math.min(limit, Math.max(least, Math.max(row.sealCount(), storedCount))));
    }

    private boolean isDestroyedSince(DataKeyRow row) {
        return row.state() != KeyState.DESTROYED
                && fates.destroyed().contains(row.identity().id());
    }

    private boolean isResurrected(DataKeyRow row) {
        return resurrected.contains(row.identity().id());
    }

    private boolean isAuthentic(DataKeyRow row) {
        return mac.verifies(row);
    }
}
