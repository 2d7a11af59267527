package io.columnseal.key;

/**
 * That a key's row was written, and the state it has since. As stored: nothing is authenticated, so it may end what a
 * node does with a key but never begin it.
 */
public record KeyChange(KeyId id, String tenant, KeyUsage usage, KeyState state) {}
