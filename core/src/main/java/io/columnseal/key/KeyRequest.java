package io.columnseal.key;

import io.columnseal.cipher.Suite;

/**
 * Somebody's wish for a new key.
 *
 * @param actor who asked
 * @param reason why
 * @param operation as what it is recorded
 */
record KeyRequest(String tenant, KeyUsage usage, Suite suite, String actor, String reason, KeyOperation operation) {

    /** What becomes of the key that the new one replaces. */
    KeyState replaced() {
        return operation == KeyOperation.COMPROMISE ? KeyState.COMPROMISED : KeyState.RETIRED;
    }
}
