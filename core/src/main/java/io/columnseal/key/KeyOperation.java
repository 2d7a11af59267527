package io.columnseal.key;

/**
 * What may be done with keys: recorded, asked of a {@link KeyAuthorizer}, and, where it is configured so, done by two
 * people only. Names are stored: frozen, of 32 characters at most.
 */
public enum KeyOperation {
    /** A tenant's first key of a usage becomes active. */
    INITIALIZE,

    /** A tenant gets a new active key. */
    ROTATE,

    /** Every tenant gets a new active key. */
    ROTATE_ALL,

    /** A tenant gets a new INDEX key. */
    ROTATE_INDEX,

    /** A tenant gets a new FILE key. */
    ROTATE_FILES,

    /** Unique indexes are no longer written under a replaced INDEX key. */
    SUPERSEDE_INDEX_KEY,

    /** Nobody looks for values of a replaced INDEX key any more. */
    END_INDEX_KEY,

    /** A key is known or feared to be leaked. */
    COMPROMISE,

    /** A key, or all keys of a tenant, are switched off. */
    SUSPEND,

    /** What was suspended serves again. */
    RESUME,

    /** A key that nothing is sealed under any more waits for its erasure. */
    DESTROY,

    /** The same of a key that also sealed values which nobody can count. Always takes two people. */
    FORCE_DESTROY,

    /** A key that waited for its erasure opens again. */
    CANCEL_DESTROY,

    /** A key whose waiting is over is erased. */
    ERASE,

    /** A column is counted no longer before keys are destroyed: it is gone, or nothing in it is needed. */
    FORGET_COLUMN,

    /** All keys of a tenant are erased, and with them all that the tenant ever sealed. */
    SHRED,

    /** Somebody wants to do what takes two people. */
    REQUEST,

    /** A second person agrees. */
    APPROVE,

    /** A second person does not agree, or the first one takes it back. */
    REJECT,

    /** Keys are wrapped under another KEK. */
    REWRAP,

    /** A KEK is known or feared to be leaked: all that it ever wrapped is COMPROMISED. */
    COMPROMISE_KEK,

    /** Keys are taken out of their second wrapping, since their KEK is lost. */
    RECOVER,

    /** Keys are written to a backup. */
    BACKUP,

    /** Keys are read from a backup. */
    RESTORE,

    /** Somebody is shown the plaintext of a value outside the application. */
    OPEN_VALUE,

    /** Somebody is given the plaintext of a file outside the application. */
    OPEN_FILE,

    /** The older part of the access log is archived, in the file that the entry names, and may be missing from then on. */
    ARCHIVE_LOG
}
