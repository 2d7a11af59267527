package io.columnseal.reencrypt;

import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;

/**
 * What index values of a catalogue's columns are made of, given what is sealed in them. Safe for use by many threads.
 */
@FunctionalInterface
public interface SealedNormalForms {

    /**
     * The normal form of a value; of an index of prefixes, those of its prefixes.
     *
     * @param value the bytes that are sealed, as the column's codec wrote them; neither kept nor changed
     * @return new arrays, plaintext to be treated as such, each of which gets a hash
     * @throws RuntimeException if the value has no normal form; it is then counted and left as it is
     */
    byte[][] of(SealedColumn column, IndexColumn index, byte[] value);
}
