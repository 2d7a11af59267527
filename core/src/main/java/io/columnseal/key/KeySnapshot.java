package io.columnseal.key;

import io.columnseal.catalogue.RegisteredColumn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The key table as it was at one moment: what a backup holds.
 *
 * @param takenAt microsecond precision
 * @param environment whose keys they are
 * @param kekId the KEK that new keys were wrapped under
 * @param logHead the end of the access log
 * @param rows every row, whatever its usage and state: those of destroyed keys too, since a version that is missing cannot
 *     be told from one that is needed
 * @param notes what holds keys back from being erased, and what suspended ones come back as
 * @param columns every column that was ever sealed
 * @param leftOut the first 1,000 ids of rows that are not among these, since they were malformed, as they stood there: see {@link
 *     MalformedKeyRow}
 */
public record KeySnapshot(
        Instant takenAt,
        String environment,
        String kekId,
        LogHead logHead,
        List<DataKeyRow> rows,
        List<KeyNote> notes,
        List<RegisteredColumn> columns,
        List<String> leftOut) {

    public KeySnapshot {
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
        columns = List.copyOf(columns);
        leftOut = List.copyOf(leftOut);
    }

    /** Whether no row is missing. */
    public boolean complete() {
        return leftOut.isEmpty();
    }

    /** The row of the SYSTEM key, which authenticates all others. */
    public Optional<DataKeyRow> systemKey() {
        return rows.stream()
                .filter(row -> row.identity().usage() == KeyUsage.SYSTEM && row.state() == KeyState.ACTIVE)
                .findFirst();
    }

    /** What may be told of the keys. */
    public List<KeyInfo> keys() {
        return rows.stream().map(DataKeyRow::info).toList();
    }

    /** How many keys each KEK unwraps: all of these are needed to use what is restored. */
    public SortedMap<String, Integer> keks() {
        SortedMap<String, Integer> keks = new TreeMap<>();
        rows.stream()
                .filter(row -> row.wrappedKey() != null)
                .forEach(row -> keks.merge(String.valueOf(row.info().kekId()), 1, Integer::sum));
        return keks;
    }

    /** Everybody who has a key, the system tenant among them. */
    public SortedSet<String> tenants() {
        SortedSet<String> tenants = new TreeSet<>();
        rows.forEach(row -> tenants.add(row.identity().tenant()));
        return tenants;
    }

    @Override
    public String toString() {
        return "KeySnapshot[" + environment + ", " + takenAt + ", " + rows.size() + " keys of "
                + tenants().size() + " tenants, KEKs " + keks() + (complete() ? "" : ", without " + leftOut) + "]";
    }
}
