/**
 * Data keys (DEKs): their identity and states, where they are stored, and the ring that holds them unwrapped.
 *
 * <p>A key is committed as {@code PENDING}, read back, unwrapped and compared with its check value before it becomes
 * {@code ACTIVE} and seals anything. Two nodes that create or rotate at once agree on one winner. A row is believed
 * only as far as it authenticates: its check value commits the key id to exactly one key and identity, its state MAC
 * to everything else in the row.
 *
 * <p>{@link io.columnseal.key.Keys} is what may be done with keys. Each operation is one write: new states, each row under
 * its next revision, together with the entries of the access log. A row that somebody else changed since it was read makes
 * the write fail as a whole, and the operation looks again; so two nodes never undo each other's work, and whoever repeats
 * an operation that is done changes nothing. What edited rows say is never signed anew.
 *
 * <p>Sealing and opening use keys in memory. What has to be loaded is found in the store and unwrapped by the KMS, once
 * however many threads want it; both are reached through guards that leave them alone for a while when they do not answer.
 */
@NullMarked
package io.columnseal.key;

import org.jspecify.annotations.NullMarked;
