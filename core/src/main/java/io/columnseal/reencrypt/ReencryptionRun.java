package io.columnseal.reencrypt;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * A run as it is remembered, whatever becomes of its process.
 *
 * @param id names it, 1 to 64 characters
 * @param wish what its process is asked to do, by whomever
 * @param actor who asked for it
 * @param reason why, in the words of whoever asked
 * @param startedAt when it began first
 * @param changedAt when its process last said how far it is: of a running one, seconds ago
 * @param rowsTotal values to be moved, as counted when it began or went on
 * @param rowsDone how many of them were dealt with since
 * @param rowsRemaining values that were not under their tenant's active key, of a migration those not changed or
 *     not opening, as counted at its end; empty while they are not counted
 */
public record ReencryptionRun(
        String id,
        State state,
        Wish wish,
        String actor,
        String reason,
        Instant startedAt,
        Instant changedAt,
        long rowsTotal,
        long rowsDone,
        OptionalLong rowsRemaining) {

    private static final int MAX_ID_LENGTH = 64;

    /** A run at work is heard of every second, or after a page that takes longer. */
    private static final Duration QUIET = Duration.ofMinutes(5);

    /** Where a run stands. Names are stored: frozen, of 16 characters at most. */
    public enum State {
        /** At work, waiting for its time, or killed: {@link ReencryptionRun#changedAt} tells. */
        RUNNING,

        /** Ended before its end; goes on where it was when it is run again. */
        STOPPED,

        /** Came to its end. */
        FINISHED
    }

    /** What a run is asked to do. Names are stored: frozen, of 16 characters at most. */
    public enum Wish {
        RUN,

        /** To wait before the next page. */
        PAUSE,

        /** To end before the next page. */
        STOP
    }

    public ReencryptionRun {
        if (id.isBlank() || id.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException("id must have 1 to " + MAX_ID_LENGTH + " characters");
        }
    }

    /** A run whose end is not counted. */
    public ReencryptionRun(
            String id,
            State state,
            Wish wish,
            String actor,
            String reason,
            Instant startedAt,
            Instant changedAt,
            long rowsTotal,
            long rowsDone) {
        this(id, state, wish, actor, reason, startedAt, changedAt, rowsTotal, rowsDone, OptionalLong.empty());
    }

    /** Whether it says that it is at work and has not been heard of for minutes: its process has ended, or hangs. */
    public boolean isQuiet(Instant now) {
        return state == State.RUNNING && changedAt.isBefore(now.minus(QUIET));
    }

    /** The same run with another state at this time. */
    ReencryptionRun at(State newState, Instant time, long done) {
        return new ReencryptionRun(id, newState, wish, actor, reason, startedAt, time, rowsTotal, done, rowsRemaining);
    }

    /** The same run with what there is to do. */
    ReencryptionRun of(long total) {
        return new ReencryptionRun(id, state, wish, actor, reason, startedAt, changedAt, total, 0, rowsRemaining);
    }

    /** The same run with what it is asked to do. */
    ReencryptionRun wishing(Wish newWish) {
        return new ReencryptionRun(
                id, state, newWish, actor, reason, startedAt, changedAt, rowsTotal, rowsDone, rowsRemaining);
    }

    /** The same run with what remains. */
    ReencryptionRun leaving(OptionalLong remaining) {
        return new ReencryptionRun(
                id, state, wish, actor, reason, startedAt, changedAt, rowsTotal, rowsDone, remaining);
    }
}
