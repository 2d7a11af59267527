package io.columnseal.leakage;

/** From when on figures are worth a warning; {@link LeakageFinding.Kind} says why. */
final class Thresholds {

    /** A tenant's rows below which nothing follows from them: two relatives share a telephone. */
    static final int ROWS = 10;

    /** A tenant's rows from which on a share of them means something. */
    static final int ROWS_FOR_SHARE = 100;

    /** Different values that are still few: the most that five bits tell apart. */
    static final int FEW_VALUES = 32;

    /** Share of one value that is frequent. */
    static final int FREQUENT_PERCENT = 5;

    /** How often a value occurs on average if values repeat. */
    static final int REPETITIONS = 2;

    private Thresholds() {}
}
