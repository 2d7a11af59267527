package io.columnseal.reencrypt;

import io.columnseal.key.DataKeyRow;
import io.columnseal.key.KeyUsage;

/** Where a value stands by the key that its header names. */
enum KeyStanding {
    /** Under its tenant's active key. */
    CURRENT,

    /** Under a key that opens: to be moved. */
    STALE,

    /** Under a key whose state forbids opening. */
    UNUSABLE,

    /** Under a key that is not in the key table, or is there for something else than values of columns. */
    UNKNOWN;

    /** @param row the key's row as stored; opening verifies it */
    static KeyStanding of(Header header, DataKeyRow row) {
        if (row.identity().usage() != KeyUsage.FIELD
                || row.identity().suite() != header.suite()
                || row.identity().tenant().isBlank()) {
            return UNKNOWN;
        }
        if (row.state().seals()) {
            return CURRENT;
        }
        return row.state().opens() ? STALE : UNUSABLE;
    }
}
