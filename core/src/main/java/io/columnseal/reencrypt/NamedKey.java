package io.columnseal.reencrypt;

/**
 * The key that a header names.
 *
 * @param standing where the values under it stand
 * @param tenant owner of the key by its row, which opening verifies; empty if the key is unknown
 * @param compromised whether it is known or feared to be leaked
 * @param authentic whether the row is as this product wrote it
 */
record NamedKey(KeyStanding standing, String tenant, boolean compromised, boolean authentic) {

    static final NamedKey UNKNOWN = new NamedKey(KeyStanding.UNKNOWN, "", false, false);
}
