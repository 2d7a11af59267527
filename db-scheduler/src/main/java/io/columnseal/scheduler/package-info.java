/**
 * Re-encryption runs that <a href="https://github.com/kagkarlsson/db-scheduler">db-scheduler</a> starts on the nodes of an
 * application, and starts again wherever a node dies.
 *
 * <pre>{@code
 * ReencryptionTask reencryption = new ReencryptionTask(runs, id -> seal.reencryption(dataSource, columns).rememberedIn(runs, id));
 * Scheduler scheduler = Scheduler.create(dataSource, reencryption.task()).threads(4).build();   // on every node
 * scheduler.start();
 *
 * reencryption.start(scheduler, "rotation-2026-11");   // once, on any node
 * }</pre>
 *
 * <p>The scheduler only has nodes take part. Which of them moves what is agreed upon in the tables of the run, see {@link
 * io.columnseal.reencrypt.Reencryption#share}.
 */
@NullMarked
package io.columnseal.scheduler;

import org.jspecify.annotations.NullMarked;
