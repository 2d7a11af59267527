package io.columnseal.key;

import io.columnseal.KeyStoreRefusedException;
import io.columnseal.kms.Kms;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads the key table as it is at one moment, however long that takes and whoever writes to it meanwhile. */
final class SnapshotReader {

    /** Each reads only what changed during the one before. */
    private static final int ROUNDS = 1_000;

    /** Whoever has more knows by the first ones what happened. */
    private static final int MAX_LEFT_OUT = 1_000;

    private final DataKeyStore store;
    private final Kms kms;
    private final String environment;
    private final Clock clock;

    SnapshotReader(DataKeyStore store, Kms kms, String environment, Clock clock) {
        this.store = store;
        this.kms = kms;
        this.environment = environment;
        this.clock = clock;
    }

    String environment() {
        return environment;
    }

    KeySnapshot read() {
        LogHead head = head();
        SortedSet<String> malformed = new TreeSet<>();
        List<DataKeyRow> rows = rows(malformed);
        // After the rows: a note is written before the change that it belongs to, and one too many does no harm
        List<KeyNote> notes = Stream.of(KeyNote.Kind.COMPROMISED, KeyNote.Kind.OUTSIDE, KeyNote.Kind.WAITING)
                .flatMap(kind -> store.notes().findAll(kind).stream())
                .toList();
        return new KeySnapshot(
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                environment,
                kms.kekId(),
                head,
                rows,
                notes,
                store.columns().findAll(),
                malformed.stream().limit(MAX_LEFT_OUT).toList());
    }

    /** A rotation during the walk could show the old key retired and the new one not at all. */
    private List<DataKeyRow> rows(Set<String> malformed) {
        Map<KeyId, DataKeyRow> rows = new LinkedHashMap<>();
        long revision = store.revision();
        store.forEach(row -> rows.put(row.identity().id(), row), row -> malformed.add(row.id()));
        for (int round = 0; round < ROUNDS; round++) {
            KeyChanges changes = store.changesSince(revision);
            if (changes.revision() == revision) {
                return new ArrayList<>(rows.values());
            }
            changes.keys().forEach(key -> store.find(key.id()).ifPresent(row -> rows.put(key.id(), row)));
            revision = changes.revision();
        }
        throw new KeyStoreRefusedException(
                "be read as it is at one moment: it changes all the time. Back it up when less happens", null);
    }

    private LogHead head() {
        AccessLog log = store.accessLog();
        long last = log.lastSequence();
        List<LoggedEntry> entry = last == 0 ? List.of() : log.read(last - 1, 1);
        return entry.isEmpty() ? new LogHead(last, new byte[0]) : entry.get(0).head();
    }
}
