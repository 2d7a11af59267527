package io.columnseal.key;

/** What a data key is for. Names are stored and authenticated: frozen. */
public enum KeyUsage {
    /** Values of columns. */
    FIELD,

    /** Blind indexes; kept when FIELD keys rotate. */
    INDEX,

    /** Files and streams. */
    FILE,

    /** One per environment: proves the KEK, authenticates key rows and the audit chain. */
    SYSTEM
}
