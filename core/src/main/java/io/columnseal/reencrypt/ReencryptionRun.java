package io.columnseal.reencrypt;

import java.time.Instant;

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
        long rowsDone) {

    private static final int MAX_ID_LENGTH = 64;

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

    /** The same run with another state at this time. */
    ReencryptionRun at(State newState, Instant time, long done) {
        return new ReencryptionRun(id, newState, wish, actor, reason, startedAt, time, rowsTotal, done);
    }

    /** The same run with what there is to do. */
    ReencryptionRun of(long total) {
        return new ReencryptionRun(id, state, wish, actor, reason, startedAt, changedAt, total, 0);
    }
}
