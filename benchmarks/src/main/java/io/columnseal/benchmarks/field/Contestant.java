package io.columnseal.benchmarks.field;

/**
 * A way to seal values for tenants, set up as its documentation recommends; whatever can be prepared is prepared before
 * the first call. Safe for many threads unless {@link #forThread()} says otherwise.
 */
interface Contestant extends AutoCloseable {

    /** Returns what would be stored, a {@code byte[]} or a {@code String}. */
    Object seal(int tenant, byte[] plaintext) throws Exception;

    /** Opens what {@link #seal} returned. */
    byte[] open(int tenant, Object sealed) throws Exception;

    /** The contestant that one thread uses: this one if it is safe for many, else one of its own under the same keys. */
    default Contestant forThread() throws Exception {
        return this;
    }

    @Override
    default void close() {}
}
