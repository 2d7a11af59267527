package io.columnseal.reencrypt;

/** Where a value stands by the key that its header names. */
enum KeyStanding {
    /** Under its tenant's active key. */
    CURRENT,

    /** Under a key that opens, or comes back when it is asked to: to be moved. */
    STALE,

    /** Under a key whose state forbids opening. */
    UNUSABLE,

    /** Under a key that is not in the key table, or is there for something else than values of columns. */
    UNKNOWN
}
