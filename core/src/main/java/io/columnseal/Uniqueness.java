package io.columnseal;

/**
 * What a column of index values has to do with uniqueness, and with that which INDEX key makes its values while a tenant's
 * is being replaced. Names are stored: frozen.
 */
public enum Uniqueness {
    /** Nothing: rows may hold equal values. New ones are made with the previous key until all nodes know the new one. */
    NONE,

    /**
     * The first column of a unique index, which queries search. New values are made with the previous key until that is
     * {@link io.columnseal.key.KeyState#SUPERSEDED}.
     */
    CURRENT,

    /** The second column of a unique index. New values are made with the newest key, at once. */
    NEXT
}
