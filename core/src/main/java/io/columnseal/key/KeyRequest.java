package io.columnseal.key;

import io.columnseal.cipher.Suite;

/**
 * Somebody's wish for a new key.
 *
 * @param actor who asked
 * @param reason why
 * @param operation as what it is recorded
 * @param aboveVersion no version up to this one is given to the new key, though no row has it; 0 if all are free
 */
record KeyRequest(
        String tenant,
        KeyUsage usage,
        Suite suite,
        String actor,
        String reason,
        KeyOperation operation,
        int aboveVersion) {

    KeyRequest(String tenant, KeyUsage usage, Suite suite, String actor, String reason, KeyOperation operation) {
        this(tenant, usage, suite, actor, reason, operation, 0);
    }

    /** What becomes of the key that the new one replaces. */
    KeyState replaced() {
        return operation == KeyOperation.COMPROMISE ? KeyState.COMPROMISED : KeyState.RETIRED;
    }
}
