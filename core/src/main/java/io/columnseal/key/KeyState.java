package io.columnseal.key;

/** Life of a data key. Names are stored and authenticated: frozen. */
public enum KeyState {
    /** Stored, not yet proven readable; the row stays even if it never is. */
    PENDING(false, false),

    /** The one key of its tenant and usage that seals. */
    ACTIVE(true, true),

    /** Replaced by a rotation: opens only. */
    RETIRED(false, true),

    /** An INDEX key that unique indexes are not written under any more either: only looked for. */
    SUPERSEDED(false, true),

    /** Known or feared to be leaked: opens only, its data must move. */
    COMPROMISED(false, true),

    /** Switched off, reversible. */
    SUSPENDED(false, false),

    /** Waiting for its destruction, reversible. */
    DESTROY_PENDING(false, false),

    /** The wrapped key is erased; the row remains as a record. */
    DESTROYED(false, false);

    private final boolean seals;
    private final boolean opens;

    KeyState(boolean seals, boolean opens) {
        this.seals = seals;
        this.opens = opens;
    }

    /** Whether new values may be sealed. */
    public boolean seals() {
        return seals;
    }

    /** Whether stored values may be opened. */
    public boolean opens() {
        return opens;
    }
}
