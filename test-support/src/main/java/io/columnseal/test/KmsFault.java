package io.columnseal.test;

/** What goes wrong with a key management service, or on the way to it. */
public enum KmsFault {
    /** The KEK is switched off. */
    DISABLED,

    /** The KEK waits for its deletion. */
    PENDING_DELETION,

    /** There is no such KEK. */
    MISSING,

    /** The caller's credentials are good, but allow it nothing with this KEK. */
    DENIED,

    /** The caller's credentials are unknown, expired or missing. */
    UNAUTHENTICATED,

    /** The service asks to come back later. */
    THROTTLED,

    /** The service answers that it failed. */
    FAILING,

    /** Connections are closed without an answer. */
    DISCONNECTED,

    /** Answers do not come while the fault lasts. */
    SILENT,

    /** Answers end in the middle. */
    TRUNCATED,

    /** Answers are no answers of such a service. */
    GARBAGE,

    /** Another KEK than the one that was asked for answers, and says so. */
    OTHER_KEK
}
