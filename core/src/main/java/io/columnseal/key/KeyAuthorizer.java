package io.columnseal.key;

/**
 * Decides who may do what with keys; asked before every operation, before anything is read or written. Not asked when a
 * tenant's first key is made because a value is to be sealed. Safe for use by many threads.
 */
@FunctionalInterface
public interface KeyAuthorizer {

    /** Permits everybody everything: whoever reaches the instance. */
    KeyAuthorizer EVERYBODY = access -> true;

    /** Whether it may be done. An exception thrown here refuses it as well. */
    boolean permits(KeyAccess access);
}
