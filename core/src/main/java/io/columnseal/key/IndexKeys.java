package io.columnseal.key;

import io.columnseal.index.IndexContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's INDEX keys for one index: the active one, and the one it replaces while values of that may still be stored.
 * Immutable, safe for use by many threads.
 */
final class IndexKeys {

    private final IndexContext context;
    private final IndexKey active;
    private final @Nullable IndexKey previous;
    private final long writesPreviousUntilMillis;

    /** One key alone. */
    IndexKeys(IndexContext context, IndexKey active) {
        this(context, active, null, Long.MIN_VALUE);
    }

    /** @param writesPreviousUntilMillis until when, since 1970, new values are made with the previous key */
    IndexKeys(IndexContext context, IndexKey active, @Nullable IndexKey previous, long writesPreviousUntilMillis) {
        this.context = context;
        this.active = active;
        this.previous = previous;
        this.writesPreviousUntilMillis = writesPreviousUntilMillis;
    }

    IndexContext context() {
        return context;
    }

    /** Whether all keys may be used now; if not, ask the ring again. */
    boolean serve(long now) {
        return active.seals(now) && (previous == null || previous.opens(now));
    }

    /**
     * The value to store. Which key it is made with is decided now: these keys may be held for as long as they are used.
     *
     * @param wallClock asked only if two keys are in use
     * @throws KeyWipedException if a key left the ring; ask the ring again
     */
    byte[] value(byte[][] normalForms, InstantSource wallClock) throws KeyWipedException {
        return writesPrevious(wallClock) ? previous(normalForms) : active.value(normalForms);
    }

    /**
     * The same with the value of the active key made already.
     *
     * @throws KeyWipedException as above
     */
    byte[] value(byte[] newest, byte[][] normalForms, InstantSource wallClock) throws KeyWipedException {
        return writesPrevious(wallClock) ? previous(normalForms) : newest;
    }

    private boolean writesPrevious(InstantSource wallClock) {
        return previous != null && wallClock.millis() < writesPreviousUntilMillis;
    }

    private byte[] previous(byte[][] normalForms) throws KeyWipedException {
        return Objects.requireNonNull(previous, "two keys are in use").value(normalForms);
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
        return List.of(newest, previous == null ? newest.clone() : previous.value(normalForms));
    }

    @Override
    public String toString() {
        return "IndexKeys[" + context.field() + "]";
    }
}
