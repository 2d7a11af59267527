package io.columnseal.key;

/** Tells whether an entry of the access log is as this product wrote it. Safe for use by many threads. */
@FunctionalInterface
public interface EntryAuthenticator {

    Verdict check(LoggedEntry entry);

    /** What the MAC of an entry says. */
    enum Verdict {
        /** As written, at the number that it has. */
        AUTHENTIC,

        /** Changed, or written by somebody without the key. */
        EDITED,

        /** Has no MAC: written past the chain. */
        UNLINKED,

        /** Made under another SYSTEM key than this instance's. */
        OTHER_KEY
    }
}
