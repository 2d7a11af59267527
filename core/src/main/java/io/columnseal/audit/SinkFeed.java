package io.columnseal.audit;

import io.columnseal.key.AccessLogListener;
import io.columnseal.key.LoggedEntry;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings entries to an {@link AuditSink} without having anybody wait for it. */
final class SinkFeed implements AccessLogListener, AutoCloseable {

    static final int CAPACITY = 10_000;
    static final int ATTEMPTS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(SinkFeed.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long CLOSING_SECONDS = 5;
    private static final int IDLE_SECONDS = 10;

    private final AuditSink sink;
    private final Duration pause;
    private final LinkedBlockingQueue<LoggedEntry> waiting = new LinkedBlockingQueue<>(CAPACITY);
    private final AtomicLong undelivered = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor executor;
    private int failures;

    SinkFeed(AuditSink sink) {
        this(sink, PAUSE);
    }

    SinkFeed(AuditSink sink, Duration pause) {
        this.sink = sink;
        this.pause = pause;
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "columnseal-audit-sink");
            thread.setDaemon(true);
            return thread;
        });
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void appended(LoggedEntry entry) {
        if (waiting.offer(entry)) {
            schedule(Duration.ZERO);
        } else {
            undelivered.incrementAndGet();
        }
    }

    /** How many entries the sink has not received and will not receive any more. */
    long undelivered() {
        return undelivered.get();
    }

    private void schedule(Duration delay) {
        if (scheduled.compareAndSet(false, true)) {
            try {
                ScheduledFuture<?> unused = executor.schedule(this::deliver, delay.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closed) {
                undelivered.addAndGet(waiting.size());
            }
        }
    }

    private void deliver() {
        scheduled.set(false);
        for (LoggedEntry entry = waiting.peek(); entry != null; entry = waiting.peek()) {
            if (!isTaken(entry)) {
                schedule(pause);
                return;
            }
            LoggedEntry unused = waiting.poll();
            failures = 0;
        }
    }

    /** Only ever called by one thread. */
    private boolean isTaken(LoggedEntry entry) {
        try {
            sink.accept(entry);
            return true;
        } catch (RuntimeException e) {
            failures++;
            if (failures < ATTEMPTS) {
                return false;
            }
            undelivered.incrementAndGet();
            // Its message may quote what it was given
            LOG.warn(
                    "The audit sink did not take entry {} of the access log: {}",
                    entry.sequence(),
                    e.getClass().getName());
            return true;
        }
    }

    /** Waits a moment for what is on its way. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
        if (!waiting.isEmpty()) {
            LOG.warn("The audit sink has not received {} entries of the access log", waiting.size());
        }
    }
}
