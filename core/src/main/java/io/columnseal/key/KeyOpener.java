package io.columnseal.key;

import io.columnseal.KeyRejectedException;

/** Gets the key of a row out of one of its wrappings, and proves that it is the key which the row was made for. */
@FunctionalInterface
interface KeyOpener {

    /**
     * Unwraps and compares with the check value; whether the rest of the row is authentic is another question.
     *
     * @return 32 bytes that the caller wipes
     * @throws KeyRejectedException if it is not that key
     */
    byte[] open(DataKeyRow row);

    /** Whether the SYSTEM key has to be known from elsewhere, since what opens may have been wrapped by anybody. */
    default boolean needsPin() {
        return false;
    }
}
