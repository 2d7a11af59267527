/**
 * Moves stored values to their tenant's active key while the application runs. A run is
 *
 * <pre>{@code
 * ReencryptionReport report = seal.reencryption(dataSource, catalogue)
 *         .listener(progress -> log.info("{} of {} rows", progress.rowsDone(), progress.rowsTotal()))
 *         .run();
 * }</pre>
 *
 * <p>and takes each table of the catalogue in turn, all its sealed columns at once:
 *
 * <ol>
 *   <li>a <em>census</em>: one query counts the values under each header, the first 9 bytes (12 characters in a text
 *       column) that name suite and key. What is not sealed under some tenant's active key is stale; no value leaves
 *       the database for this;
 *   <li><em>pages</em> in the order of the row's key, holding only stale values, read by one thread while others seal and
 *       write those before. Each is opened with the key's own
 *       tenant and sealed under that tenant's active key, for the same context, purpose and padding;
 *   <li>a <em>compare-and-swap</em> on the old ciphertext writes each page in a short transaction of its own. A value
 *       that somebody else wrote meanwhile is left alone: a concurrent writer always wins. No lock outlives a page, no
 *       version column changes, no entity listener is called;
 *   <li>a second census says what remains.
 * </ol>
 *
 * <p>A value that does not open is counted and left exactly as it is, and the run goes on. So are the values of a key
 * that the KMS does not unwrap, once it has been asked several times where the cause may pass by itself. A run that was
 * stopped or killed is resumed by running again: what was moved is no longer stale, and a {@link
 * io.columnseal.reencrypt.RunStore} remembers where it was. Several runs may go at once, and several nodes may {@linkplain
 * io.columnseal.reencrypt.Reencryption#share share} one.
 *
 * <p>An {@link io.columnseal.reencrypt.IndexRebuild} goes the same way over the columns of blind indexes, and then ends the
 * rotations of INDEX keys of which no value is left.
 */
@NullMarked
package io.columnseal.reencrypt;

import org.jspecify.annotations.NullMarked;
