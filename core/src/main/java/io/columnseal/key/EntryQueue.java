package io.columnseal.key;

import io.columnseal.ColumnSealException;
import io.columnseal.Retryable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries that wait to be written, many in one transaction. Takes a bounded number while the store does not answer; what
 * does not fit is counted, and the count becomes an entry. Adding never blocks. Safe for use by many threads.
 */
final class EntryQueue {

    static final int CAPACITY = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(EntryQueue.class);
    private static final int BATCH = 500;
    private static final long LINGER_MILLIS = 200;
    private static final long RETRY_MILLIS = 5_000;

    private final Consumer<List<AccessLog.Entry>> log;
    private final BooleanSupplier ready;
    private final ScheduledExecutorService executor;
    private final Clock clock;
    private final LinkedBlockingDeque<AccessLog.Entry> waiting = new LinkedBlockingDeque<>(CAPACITY);
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** @param ready whether the log can be written to yet */
    EntryQueue(
            Consumer<List<AccessLog.Entry>> log,
            BooleanSupplier ready,
            ScheduledExecutorService executor,
            Clock clock) {
        this.log = log;
        this.ready = ready;
        this.executor = executor;
        this.clock = clock;
    }

    void add(AccessLog.Entry entry) {
        if (!waiting.offerLast(entry)) {
            lost.incrementAndGet();
        }
        schedule(LINGER_MILLIS);
    }

    private void schedule(long millis) {
        if (scheduled.compareAndSet(false, true)) {
            try {
                ScheduledFuture<?> unused = executor.schedule(this::run, millis, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closed) {
                LOG.debug("An entry of the access log came after the end");
            }
        }
    }

    private void run() {
        scheduled.set(false);
        flush();
        if (!waiting.isEmpty() && ready.getAsBoolean()) {
            schedule(RETRY_MILLIS);
        }
    }

    /** Writes what waits, until nothing does or the store does not answer. */
    synchronized void flush() {
        List<AccessLog.Entry> batch = new ArrayList<>();
        while (ready.getAsBoolean() && fill(batch)) {
            try {
                log.accept(batch);
            } catch (RuntimeException e) {
                if (e instanceof Retryable || batch.size() == 1) {
                    failed(batch, e);
                    return;
                }
                // What is refused for one of them must not be lost of the others
                batch.forEach(this::writeAlone);
            }
            batch.clear();
        }
    }

    private void writeAlone(AccessLog.Entry entry) {
        try {
            log.accept(List.of(entry));
        } catch (RuntimeException e) {
            failed(List.of(entry), e);
        }
    }

    private boolean fill(List<AccessLog.Entry> batch) {
        int missing = lost.getAndSet(0);
        if (missing > 0) {
            batch.add(AccessLog.Entry.of(LogOperation.LOST, clock.instant(), AccessLog.SYSTEM_ACTOR)
                    .occurrences(missing)
                    .failed("entries could not be kept")
                    .build());
        }
        waiting.drainTo(batch, BATCH);
        return !batch.isEmpty();
    }

    /** A store that does not answer may do so later; one that refuses will refuse the same entries again. */
    private void failed(List<AccessLog.Entry> batch, RuntimeException e) {
        boolean again = e instanceof Retryable;
        LOG.warn(
                "{} entries could not be written to the access log{}: {}",
                batch.size(),
                again ? " yet" : "",
                // A log of somebody else's making may throw anything, with values in its message
                e instanceof ColumnSealException ? e.getMessage() : e.getClass());
        for (int i = batch.size() - 1; i >= 0; i--) {
            AccessLog.Entry entry = batch.get(i);
            if (entry.operation().equals(LogOperation.LOST)) {
                lost.addAndGet(entry.occurrences());
            } else if (!again || !waiting.offerFirst(entry)) {
                lost.incrementAndGet();
            }
        }
    }
}
