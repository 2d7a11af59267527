package io.columnseal.key;

import io.columnseal.Uniqueness;
import io.columnseal.index.IndexContext;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's INDEX keys for one index: the active one, and the one it replaces while values of that may still be stored.
 * Immutable, safe for use by many threads.
 */
final class IndexKeys {

    private final IndexContext context;
    private final IndexKey active;
    private final @Nullable Previous previous;
    private final BooleanSupplier upToDate;

    /**
     * @param previous null for one key alone
     * @param upToDate whether what is known of the previous key is still what its row said last
     */
    IndexKeys(IndexContext context, IndexKey active, @Nullable Previous previous, BooleanSupplier upToDate) {
        this.context = context;
        this.active = active;
        this.previous = previous;
        this.upToDate = upToDate;
    }

    /**
     * The key that is replaced.
     *
     * @param writtenUntilMillis until when, since 1970, new values are made with it
     * @param superseded whether those of unique indexes are not
     */
    record Previous(IndexKey key, long writtenUntilMillis, boolean superseded) {

        private boolean isWritten(Uniqueness column, InstantSource wallClock) {
            return switch (column) {
                case NONE -> wallClock.millis() < writtenUntilMillis;
                case CURRENT -> !superseded;
                case NEXT -> false;
            };
        }
    }

    IndexContext context() {
        return context;
    }

    /** Whether all keys may be used now; if not, ask the ring again. */
    boolean serve(long now) {
        return active.seals(now) && (previous == null || previous.key.opens(now)) && upToDate.getAsBoolean();
    }

    /**
     * The value to store. Which key it is made with is decided now: these keys may be held for as long as they are used.
     *
     * @param wallClock asked only if two keys are in use
     * @throws KeyWipedException if a key left the ring; ask the ring again
     */
    byte[] value(Uniqueness column, byte[][] normalForms, InstantSource wallClock) throws KeyWipedException {
        return writing(column, wallClock).value(normalForms);
    }

    /**
     * The same with the value of the active key made already.
     *
     * @throws KeyWipedException as above
     */
    byte[] value(Uniqueness column, byte[] newest, byte[][] normalForms, InstantSource wallClock)
            throws KeyWipedException {
        IndexKey writing = writing(column, wallClock);
        return writing == active ? newest : writing.value(normalForms);
    }

    private IndexKey writing(Uniqueness column, InstantSource wallClock) {
        return previous != null && previous.isWritten(column, wallClock) ? previous.key : active;
    }

    /**
     * The two values that may be stored, newest first; equal ones unless two keys are in use.
     *
     * @throws KeyWipedException if a key left the ring; ask the ring again
     */
    List<byte[]> lookupValues(byte[][] normalForms) throws KeyWipedException {
        return lookupValues(active.value(normalForms), normalForms);
    }

    /** The same with the newest made already. */
    List<byte[]> lookupValues(byte[] newest, byte[][] normalForms) throws KeyWipedException {
        return List.of(newest, previous == null ? newest.clone() : previous.key.value(normalForms));
    }

    @Override
    public String toString() {
        return "IndexKeys[" + context.field() + "]";
    }
}
