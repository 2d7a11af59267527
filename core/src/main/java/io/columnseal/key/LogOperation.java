package io.columnseal.key;

/**
 * What the access log records beside the {@link KeyOperation}s. Names are stored and authenticated: frozen, of 40
 * characters at most.
 */
public final class LogOperation {

    /** The KEK made a data key. */
    public static final String GENERATE = "GENERATE";

    /** The KEK unwrapped a data key. */
    public static final String UNWRAP = "UNWRAP";

    /** Values did not open. */
    public static final String DECRYPT = "DECRYPT";

    /** A tenant's active key was asked for, to seal or to look something up, and there is none that may serve. */
    public static final String NO_ACTIVE_KEY = "NO_ACTIVE_KEY";

    /** A tenant asked for another tenant's value and was refused. */
    public static final String CROSS_TENANT_READ = "CROSS_TENANT_READ";

    /** A key row was met that somebody had edited. */
    public static final String KEY_ROW_REJECTED = "KEY_ROW_REJECTED";

    /** Stored values were moved to active keys; the reason says how many, and what is left. */
    public static final String REENCRYPT = "REENCRYPT";

    /** Stored values were sealed in place, or unsealed again; the reason says which, how many, and what is left. */
    public static final String MIGRATE = "MIGRATE";

    /** A backup of the keys, which the entry names, was removed. */
    public static final String BACKUP_REMOVED = "REMOVE_BACKUP";

    /** Entries that a node had written were gone. */
    public static final String CUT = "LOG_CUT";

    /** Entries could not be written for so long that they were given up. */
    public static final String LOST = "LOG_LOST";

    private LogOperation() {}
}
