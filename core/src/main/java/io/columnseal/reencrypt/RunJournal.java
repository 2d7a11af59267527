package io.columnseal.reencrypt;

import io.columnseal.KeyStoreException;
import io.columnseal.key.AccessLog;
import io.columnseal.key.LogOperation;
import io.columnseal.reencrypt.ReencryptionRun.State;
import io.columnseal.reencrypt.ReencryptionRun.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one process writes down of a run as it goes, every so often and at its end. While the store does not take it, the
 * run goes on. Not for many threads.
 */
final class RunJournal {

    /** Beyond these, values that stay are counted and not listed. */
    static final int MAX_QUARANTINED = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(RunJournal.class);
    private static final int MAX_PART_LENGTH = 255;

    private final RunStore store;
    private final RunTime time;
    private final long intervalNanos;
    private final Map<String, @Nullable String> positions;
    private final Map<String, @Nullable String> changed = new HashMap<>();
    private final List<QuarantinedValue> found = new ArrayList<>();
    private final Set<List<String>> known = new HashSet<>();
    private Runnable afterSave = () -> {};
    private ReencryptionRun run;

    /** As nanoTime: a wall clock that is set back must not keep the run silent, and deaf. */
    private long savedAt;

    private volatile Wish wish;

    private RunJournal(
            RunStore store,
            ReencryptionRun run,
            Map<String, @Nullable String> positions,
            RunTime time,
            Duration interval) {
        this.store = store;
        this.run = run;
        this.positions = new HashMap<>(positions);
        this.time = time;
        this.intervalNanos = interval.toNanos();
        this.savedAt = time.nanoTime().getAsLong();
        this.wish = run.wish();
    }

    /** Goes on with the run of this id, or begins it if there is none or it came to its end. */
    static RunJournal open(RunStore store, String id, Signature signature, RunTime time, Duration interval) {
        Optional<ReencryptionRun> before = before(store, id);
        ReencryptionRun run = beginning(id, before, signature, time);
        store.begin(run, before.isEmpty());
        RunJournal journal = new RunJournal(store, run, store.positions(id), time, interval);
        store.quarantine(id, MAX_QUARANTINED).forEach(value -> journal.known.add(value.place()));
        return journal;
    }

    /** Begins the run of this id, or has it go on, unless it is under way. */
    static void beginShared(RunStore store, String id, Signature signature, RunTime time) {
        Optional<ReencryptionRun> before = before(store, id);
        if (before.filter(run -> run.state() == State.RUNNING).isEmpty()) {
            store.beginUnlessUnderWay(beginning(id, before, signature, time), before.isEmpty());
        }
    }

    private static Optional<ReencryptionRun> before(RunStore store, String id) {
        return store.find(id).filter(run -> run.state() != State.FINISHED);
    }

    private static ReencryptionRun beginning(
            String id, Optional<ReencryptionRun> before, Signature signature, RunTime time) {
        Instant now = time.clock().instant();
        Instant startedAt = before.map(ReencryptionRun::startedAt).orElse(now);
        return new ReencryptionRun(
                id, State.RUNNING, Wish.RUN, signature.actor(), signature.reason(), startedAt, now, 0, 0);
    }

    /** Takes part in the run of this id; empty if it has not begun, was stopped or came to its end. */
    static Optional<RunJournal> join(RunStore store, String id, RunTime time, Duration interval) {
        return store.find(id).filter(run -> run.state() == State.RUNNING).map(run -> {
            RunJournal journal = new RunJournal(store, run, Map.of(), time, interval);
            store.quarantine(id, MAX_QUARANTINED).forEach(value -> journal.known.add(value.place()));
            return journal;
        });
    }

    /** Done whenever this was written down, or could not be. */
    void onSave(Runnable action) {
        afterSave = action;
    }

    String id() {
        return run.id();
    }

    /** How many values there are to be moved. */
    void total(long rows) {
        run = run.of(rows);
    }

    /** The same of a run that others may have begun. */
    void totalUnlessKnown(long rows) {
        if (run.rowsTotal() == 0) {
            total(rows);
        }
    }

    /** Who asked for the run, and why. */
    Signature signature() {
        return new Signature(run.actor(), run.reason());
    }

    /** Behind which row a walk goes on; empty if it begins at the beginning. */
    Optional<Object[]> position(String part, int keyColumns) {
        return Optional.ofNullable(positions.get(part)).flatMap(text -> KeyPosition.fromText(text, keyColumns));
    }

    /** So many values are dealt with, by whomever. */
    void done(long rows) {
        run = run.at(run.state(), run.changedAt(), rows);
    }

    /** All rows of a walk up to this one are done. */
    void at(String part, Object @Nullable [] position, long rowsDone, List<QuarantinedValue> stayed) {
        if (position != null && part.length() <= MAX_PART_LENGTH) {
            KeyPosition.toText(position).ifPresent(text -> changed.put(part, text));
        }
        quarantine(stayed);
        run = run.at(State.RUNNING, time.clock().instant(), rowsDone);
        saveIfDue();
    }

    /** Values were met that stay. */
    void quarantine(List<QuarantinedValue> stayed) {
        for (QuarantinedValue value : stayed) {
            if (!isQuarantineFull() && known.add(value.place())) {
                found.add(value);
            }
        }
    }

    boolean isQuarantineFull() {
        return known.size() >= MAX_QUARANTINED;
    }

    /** A walk came to its end. */
    void finished(String part) {
        if (part.length() <= MAX_PART_LENGTH) {
            positions.remove(part);
            changed.put(part, null);
        }
    }

    /** What was last heard that the run is asked to do. */
    Wish wish() {
        return wish;
    }

    /** Values that are listed in the quarantine, by this process and those before it. */
    long quarantined() {
        return known.size();
    }

    void saveIfDue() {
        if (time.nanoTime().getAsLong() - savedAt >= intervalNanos) {
            run = run.at(State.RUNNING, time.clock().instant(), run.rowsDone());
            save();
        }
    }

    /**
     * Writes down that the run ended.
     *
     * @param remaining what is left, if it was counted
     */
    void end(State state, OptionalLong remaining) {
        run = run.at(state, time.clock().instant(), run.rowsDone()).leaving(remaining);
        save();
    }

    /**
     * Writes down, if the store still takes it, that the run ended before its end: nobody should wait for it.
     *
     * @param fault what ended it; gets what the store throws
     */
    void endBy(Throwable fault) {
        // Pools and drivers refuse to serve an interrupted thread
        boolean interrupted = Thread.interrupted();
        try {
            end(State.STOPPED, OptionalLong.empty());
        } catch (RuntimeException e) {
            fault.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void save() {
        savedAt = time.nanoTime().getAsLong();
        try {
            wish = store.save(run, changed, found);
            changed.clear();
            found.clear();
        } catch (KeyStoreException e) {
            LOG.warn("How far run {} is could not be remembered; it goes on", run.id(), e);
            hear();
        }
        afterSave.run();
    }

    /** Tables that take nothing, of a full disk or a missing right, may still say what somebody asks the run to do. */
    private void hear() {
        try {
            store.find(run.id()).ifPresent(remembered -> wish = remembered.wish());
        } catch (KeyStoreException e) {
            LOG.debug("What run {} is asked to do could not be read", run.id(), e);
        }
    }

    /**
     * Who asked for a run.
     *
     * @param reason why, in their words
     */
    record Signature(String actor, String reason) {

        /** @throws IllegalArgumentException if the access log could not hold them: better now than at the end of a run */
        Signature {
            AccessLog.Entry.of(LogOperation.REENCRYPT, Instant.EPOCH, actor)
                    .reason(reason)
                    .build();
        }
    }
}
