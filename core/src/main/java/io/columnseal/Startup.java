package io.columnseal;

/** What {@link ColumnSealBuilder#build()} does about a KMS or key database that cannot be reached. */
public enum Startup {
    /** Fails at once. */
    REQUIRE,

    /** Tries again until the start-up timeout is over, then fails. */
    WAIT,

    /** Starts without having verified the master key; the first use verifies it. */
    LAZY
}
