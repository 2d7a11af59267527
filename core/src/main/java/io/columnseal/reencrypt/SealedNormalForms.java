package io.columnseal.reencrypt;

import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;

/**
 * What index values of a catalogue's columns are made of, given what is sealed in them. Safe for use by many threads.
 */
@FunctionalInterface
public interface SealedNormalForms {

    /**
     * The normal form of a value.
     *
     * @param value the bytes that are sealed, as the column's codec wrote them; neither kept nor changed
     * @return a new array, plaintext to be treated as such
     * @throws RuntimeException if the value has no normal form; it is then counted and left as it is
     */
    byte[] of(SealedColumn column, IndexColumn index, byte[] value);
}
