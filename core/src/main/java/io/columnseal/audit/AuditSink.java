package io.columnseal.audit;

import io.columnseal.key.LoggedEntry;

/**
 * Receives every entry that this instance writes to the access log, after it was committed: a place out of reach of whoever
 * administers the database. Called on a thread of its own, one entry at a time, about in the order of their numbers; each
 * node's sink receives the entries of that node. {@link LoggedEntry#head()} of the last one is what {@link
 * AuditLog#verify(io.columnseal.key.LogHead...)} compares the log with.
 *
 * <p>A sink may be slow and may fail, since nothing waits for it: an entry is offered three times, a second apart, and ten
 * thousand wait at most. What is not delivered is counted, warned of, reported by the health check, and stays in the log.
 */
@FunctionalInterface
public interface AuditSink {

    /** Takes an entry; may block. Any exception means that it was not taken. */
    void accept(LoggedEntry entry);
}
