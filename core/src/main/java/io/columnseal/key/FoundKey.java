package io.columnseal.key;

import io.columnseal.SealListener;

/** A key that a {@link KeySource} found and that is not unwrapped yet. Close it once it is loaded, or to leave it alone. Not for many threads. */
interface FoundKey extends AutoCloseable {

    KeyIdentity identity();

    /** Whether it was found in a state that seals. */
    boolean seals();

    /**
     * Unwraps and verifies the key. To be called once.
     *
     * @param events collects what is to be told when the key serves
     */
    LoadedKey load(SealListener events);

    /** Wipes what nobody loaded. */
    @Override
    void close();
}
