package io.columnseal.key;

import io.columnseal.index.IndexContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's INDEX keys for one index: the active one, and the one it replaces while values of that may still be stored.
 * Immutable, safe for use by many threads.
 */
final class IndexKeys {

    private final IndexContext context;
    private final IndexKey active;
    private final @Nullable IndexKey previous;
    private final IndexKey writing;

    /** @param writing the one of the two that new values are made with */
    IndexKeys(IndexContext context, IndexKey active, @Nullable IndexKey previous, IndexKey writing) {
        this.context = context;
        this.active = active;
        this.previous = previous;
        this.writing = writing;
    }

    IndexContext context() {
        return context;
    }

    /** Whether all keys may be used now; if not, ask the ring again. */
    boolean serve(long now) {
        return active.seals(now) && (previous == null || previous.opens(now));
    }

    /** Whether new values are made with the active key. */
    boolean writesNewest() {
        return writing == active;
    }

    /**
     * The value to store.
     *
     * @throws KeyWipedException if a key left the ring; ask the ring again
     */
    byte[] value(byte[] normalForm) throws KeyWipedException {
        return writing.value(normalForm);
    }

    /**
     * The two values that may be stored, newest first; equal ones unless two keys are in use.
     *
     * @throws KeyWipedException if a key left the ring; ask the ring again
     */
    List<byte[]> lookupValues(byte[] normalForm) throws KeyWipedException {
        return lookupValues(active.value(normalForm), normalForm);
    }

    /** The same with the newest made already. */
    List<byte[]> lookupValues(byte[] newest, byte[] normalForm) throws KeyWipedException {
        return List.of(newest, previous == null ? newest.clone() : previous.value(normalForm));
    }

    @Override
    public String toString() {
        return "IndexKeys[" + context.field() + "]";
    }
}
