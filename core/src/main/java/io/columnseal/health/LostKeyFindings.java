package io.columnseal.health;

import io.columnseal.health.HealthFinding.Kind;
import io.columnseal.health.HealthFinding.Severity;
import io.columnseal.key.AccessLog;
import io.columnseal.key.LoggedEntry;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Looks for keys that were used lately and have no row any more: rows are never deleted, so somebody did, or put the table back.
 * Only the newest entries of the access log are asked, since all of them may be very many: a key in use is among them, since it is
 * unwrapped every few minutes.
 */
final class LostKeyFindings {

    private static final int NAMED = 10;

    private final SortedSet<String> missing;

    private LostKeyFindings(SortedSet<String> missing) {
        this.missing = missing;
    }

    /** The keys that the newest entries name, none of which has been met yet. */
    static LostKeyFindings named(AccessLog log, int entries) {
        long after = Math.max(0, log.lastSequence() - entries);
        return new LostKeyFindings(log.read(after, entries).stream()
                .map(LoggedEntry::entry)
                .filter(entry -> entry.success() && entry.keyId() != null && entry.keyVersion() != null)
                .map(entry -> String.valueOf(entry.keyId()))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The key of this id has a row. */
    void met(String id) {
        missing.remove(id);
    }

    List<HealthFinding> findings() {
        if (missing.isEmpty()) {
            return List.of();
        }
        String named = missing.stream().limit(NAMED).collect(Collectors.joining(", "));
        return List.of(new HealthFinding(
                Kind.LOST_KEY,
                Severity.CRITICAL,
                missing.size()
                        + " keys that the access log knows have no row any more, so nothing that they sealed opens: "
                        + named + (missing.size() > NAMED ? ", …" : ""),
                "Find out who deleted the rows, and restore them from a backup of the key table"));
    }
}
