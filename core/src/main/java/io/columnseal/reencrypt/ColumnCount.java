package io.columnseal.reencrypt;

import io.columnseal.reencrypt.Undecryptable.Reason;

/** What became of stale values of one column. Not for many threads. */
final class ColumnCount {

    private Tally immovable = new Tally();
    private long rowsRead;
    private long written;
    private long conflicts;

    /** Values were found stale. */
    void read(long rows) {
        rowsRead += rows;
    }

    /** Values that were read stay as they are. */
    void stay(Header header, Reason reason, long rows) {
        immovable.add(header.key(), reason, rows);
    }

    /** Values took their replacement. */
    void written(long rows) {
        written += rows;
    }

    /** Somebody else changed or deleted values first. */
    void conflict(long rows) {
        conflicts += rows;
    }

    /** Another walk over all values begins, which meets those again that stayed. */
    void beforeNextWalk() {
        rowsRead -= immovable.rows();
        immovable = new Tally();
    }

    void add(ColumnCount other) {
        rowsRead += other.rowsRead;
        written += other.written;
        conflicts += other.conflicts;
        immovable.addAll(other.immovable);
    }

    long rowsRead() {
        return rowsRead;
    }

    long written() {
        return written;
    }

    long conflicts() {
        return conflicts;
    }

    Tally immovable() {
        return immovable;
    }
}
