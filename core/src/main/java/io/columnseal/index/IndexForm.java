package io.columnseal.index;

import io.columnseal.InvalidValueException;

/**
 * What a blind index makes hashes of: one for a whole value or a part of it ({@link NormalForm}), several for its prefixes
 * ({@link PrefixForm}). Safe for use by many threads.
 */
public sealed interface IndexForm permits NormalForm, PrefixForm {

    /**
     * What is hashed of a value that is stored, as {@link BlindIndexer#indexValue} takes it.
     *
     * @param value of the attribute's type
     * @return {@link #hashes()} new arrays, plaintext to be treated as such
     * @throws InvalidValueException if the value is of another type or has no normal form
     */
    byte[][] hashed(Object value);

    /** How many hashes an index value has. */
    int hashes();

    /** Goes into the key of the index: 64 hexadecimal digits, or empty. */
    String fingerprint();

    /** Whether upper and lower case are the same to the index. */
    boolean foldsCase();
}
