package io.columnseal.key;

import io.columnseal.ColumnSealException;
import io.columnseal.Retryable;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

    /** For a batch: three entries that are refused are found by so many. */
    private static final int MOST_REFUSALS = 30;

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

    /** Writes what waits, until nothing does, the store does not answer or it takes nothing of a batch. */
    synchronized void flush() {
        List<AccessLog.Entry> batch = new ArrayList<>();
        while (ready.getAsBoolean() && fill(batch) && write(batch)) {
            batch.clear();
        }
    }

    /**
     * What is refused for one of them must not be lost of the others: it is looked for by halves, in a bounded number of tries,
     * since a store that takes none refuses every half.
     *
     * @return whether it is worth going on
     */
    private boolean write(List<AccessLog.Entry> batch) {
        Deque<List<AccessLog.Entry>> parts = new ArrayDeque<>(List.of(batch));
        List<AccessLog.Entry> refused = new ArrayList<>();
        RuntimeException refusal = null;
        int refusals = 0;
        boolean written = false;
        while (!parts.isEmpty()) {
            List<AccessLog.Entry> part = parts.pop();
            try {
                log.accept(part);
                written = true;
            } catch (RuntimeException e) {
                if (e instanceof Retryable) {
                    parts.push(part);
                    failed(parts.stream().flatMap(List::stream).toList(), e);
                    written = false;
                    break;
                }
                refusal = e;
                refusals++;
                int middle = part.size() / 2;
                if (middle == 0 || refusals >= MOST_REFUSALS) {
                    refused.addAll(part);
                } else {
                    parts.push(part.subList(middle, part.size()));
                    parts.push(part.subList(0, middle));
                }
            }
        }
        if (refusal != null) {
            failed(refused, refusal);
        }
        return written;
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
