package io.columnseal.key;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access log as one node writes it: entries get their origin and their links, and the listener is told. What belongs
 * to a change of keys is written with it; uses of the KEK and refusals follow within moments, on a thread of their own,
 * so that whoever reads values never waits for the log. Safe for use by many threads.
 */
final class AuditTrail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    private static final int IDLE_SECONDS = 10;

    private final DataKeyStore store;
    private final AuditChain chain;
    private final String origin;
    private final AccessLogListener listener;
    private final ScheduledExecutorService executor = thread();
    private final EntryQueue queue;
    private final Refusals refusals;
    private final CutRecord cuts;
    private final AtomicBoolean protectionKnown = new AtomicBoolean();

    /** @param store as it was given, without a chain */
    AuditTrail(DataKeyStore store, AuditChain chain, AuditSettings settings, Clock clock) {
        this.store = store;
        this.chain = chain;
        this.origin = settings.origin();
        this.listener = settings.listener();
        this.queue = new EntryQueue(this::appendWaiting, chain::isOpen, executor, clock);
        this.refusals = new Refusals(queue::add, executor, clock);
        this.cuts = new CutRecord(queue::add, executor, clock);
    }

    /** Refusals and bursts of failures, counted. */
    Refusals refusals() {
        return refusals;
    }

    /** Writes rows and entries as {@link DataKeyStore#write} does. */
    boolean write(List<DataKeyRow> rows, List<AccessLog.Entry> entries) {
        if (!chain.isOpen()) {
            // The first start: what makes the SYSTEM key is recorded once it is known
            boolean written = store.write(rows, List.of(), chain);
            if (written) {
                entries.forEach(queue::add);
            }
            return written;
        }
        return written(attempt -> store.write(rows, here(entries), attempt));
    }

    /** Writes rows and entries as {@link DataKeyStore#restore} does. The chain must be open. */
    boolean restore(List<RestoredRow> rows, List<AccessLog.Entry> entries) {
        return written(attempt -> store.restore(rows, here(entries), attempt));
    }

    /** Writes a request and entries as {@link ApprovalStore#write} does. The chain must be open. */
    boolean write(StoredApproval approval, List<AccessLog.Entry> entries) {
        return written(attempt -> store.approvals().write(approval, here(entries), attempt));
    }

    private boolean written(Predicate<AccessLogChain> write) {
        Attempt attempt = new Attempt();
        boolean written = write.test(attempt);
        if (written) {
            tell(attempt);
        }
        return written;
    }

    /** Writes entries at once. */
    void append(List<AccessLog.Entry> entries) {
        if (!chain.isOpen()) {
            entries.forEach(queue::add);
            return;
        }
        Attempt attempt = new Attempt();
        store.accessLog().append(here(entries), attempt);
        tell(attempt);
    }

    /** Writes an entry at once, or later if the store does not take it now. */
    void now(AccessLog.Entry entry) {
        try {
            append(List.of(entry));
        } catch (RuntimeException e) {
            LOG.warn(
                    "An entry could not be written to the access log yet: {}",
                    e.getClass().getName());
            queue.add(entry);
        }
    }

    /** Writes an entry within moments. */
    void later(AccessLog.Entry entry) {
        queue.add(entry);
    }

    /** Writes what waits, as far as the store takes it now. */
    void flush() {
        refusals.end();
        cuts.flush();
        queue.flush();
    }

    /** Writes what waits. Nothing is written from then on. */
    @Override
    public void close() {
        flush();
        executor.shutdownNow();
    }

    private void appendWaiting(List<AccessLog.Entry> entries) {
        append(entries);
        if (protectionKnown.compareAndSet(false, true)) {
            warnOfEdits();
        }
    }

    /** Whatever becomes of it, the entries are written. */
    private void warnOfEdits() {
        try {
            if (store.accessLog().protection() == AccessLog.Protection.EDITABLE) {
                LOG.warn(
                        "The database lets this application change and delete entries of the access log, which only their"
                                + " MACs show. Create the triggers that refuse it with append-only-<mysql|h2>.sql or"
                                + " schema-postgresql.sql, or take the rights UPDATE and DELETE away");
            }
        } catch (RuntimeException e) {
            protectionKnown.set(false);
        }
    }

    private List<AccessLog.Entry> here(List<AccessLog.Entry> entries) {
        return entries.stream()
                .map(entry -> entry.origin() == null ? entry.withOrigin(origin) : entry)
                .toList();
    }

    private void tell(Attempt attempt) {
        if (!attempt.linked.isEmpty()) {
            chain.committed(attempt.linked);
            attempt.linked.forEach(this::tell);
        }
        LogHead lost = chain.takeLost();
        if (lost != null) {
            cuts.found(lost);
        }
    }

    private void tell(LoggedEntry entry) {
        try {
            listener.appended(entry);
        } catch (RuntimeException e) {
            LOG.warn("A listener of the access log failed: {}", e.getClass().getName());
        }
    }

    private static ScheduledThreadPoolExecutor thread() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "columnseal-audit");
            thread.setDaemon(true);
            return thread;
        });
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /** Remembers what a transaction was given, to tell of it once it has committed. */
    private final class Attempt implements AccessLogChain {

        private List<LoggedEntry> linked = new ArrayList<>();

        @Override
        public List<LoggedEntry> link(LogHead previous, List<AccessLog.Entry> entries) {
            linked = chain.link(previous, entries);
            return linked;
        }
    }
}
