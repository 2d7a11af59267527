package io.columnseal.key;

import java.time.Clock;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records and logs that entries of this node are gone from the access log: at once, then once a minute at most. A log that
 * keeps nothing loses the record of that as well, and the next one, for ever. Safe for use by many threads.
 */
final class CutRecord {

    private static final Logger LOG = LoggerFactory.getLogger(CutRecord.class);
    private static final long WINDOW_SECONDS = 60;

    private final Consumer<AccessLog.Entry> log;
    private final ScheduledExecutorService executor;
    private final Clock clock;
    private boolean recorded;
    private @Nullable LogHead more;

    /** @param log does not write the entry before it returns */
    CutRecord(Consumer<AccessLog.Entry> log, ScheduledExecutorService executor, Clock clock) {
        this.log = log;
        this.executor = executor;
        this.clock = clock;
    }

    /** @param lost the last entry that this node has written, which is gone */
    void found(LogHead lost) {
        synchronized (this) {
            if (recorded) {
                more = lost;
                return;
            }
            recorded = true;
        }
        record(lost);
        schedule();
    }

    private void schedule() {
        try {
            ScheduledFuture<?> unused = executor.schedule(this::endWindow, WINDOW_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("Entries of the access log were found to be gone after the end");
        }
    }

    private void endWindow() {
        LogHead lost;
        synchronized (this) {
            lost = more;
            more = null;
            recorded = lost != null;
        }
        if (lost != null) {
            record(lost);
            schedule();
        }
    }

    /** Records what was found within this minute; what is found when that is written waits for its end. */
    void flush() {
        LogHead lost;
        synchronized (this) {
            lost = more;
            more = null;
        }
        if (lost != null) {
            record(lost);
        }
    }

    private void record(LogHead lost) {
        LOG.error(
                "The access log was cut or replaced: entry {}, which this node has written, is gone. Compare it with"
                        + " what the audit sink received",
                lost.sequence());
        log.accept(AccessLog.Entry.of(LogOperation.CUT, clock.instant(), AccessLog.SYSTEM_ACTOR)
                .reason("entry " + lost.sequence() + " is gone")
                .failed("entries are missing")
                .build());
    }
}
