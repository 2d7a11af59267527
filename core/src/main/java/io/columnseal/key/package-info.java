/**
 * Data keys (DEKs): their identity and states, where they are stored, and the ring that holds them unwrapped.
 *
 * <p>A key is committed as {@code PENDING}, read back, unwrapped and compared with its check value before it becomes
 * {@code ACTIVE} and seals anything. Two nodes that create or rotate at once agree on one winner. A row is believed
 * only as far as it authenticates: its check value commits the key id to exactly one key and identity, its state MAC
 * to everything else in the row.
 */
@NullMarked
package io.columnseal.key;

import org.jspecify.annotations.NullMarked;
