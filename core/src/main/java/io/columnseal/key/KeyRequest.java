package io.columnseal.key;

import io.columnseal.cipher.Suite;

/**
 * Somebody's wish for a new key.
 *
 * @param actor who asked
 * @param reason why
 */
record KeyRequest(String tenant, KeyUsage usage, Suite suite, String actor, String reason) {}
