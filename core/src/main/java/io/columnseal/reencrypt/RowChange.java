package io.columnseal.reencrypt;

/** Something to be written in place of what was read. */
interface RowChange {

    /** Rows that it was read from; more than one only in a table without a key. */
    long copies();
}
