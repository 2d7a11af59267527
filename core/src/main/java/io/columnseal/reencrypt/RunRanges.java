package io.columnseal.reencrypt;

import java.util.List;

/**
 * The ranges that the nodes of shared runs have taken for themselves. Who has a range is agreed upon by what is stored here
 * alone, and only so that nodes do not do each other's work: a value is moved by a compare-and-swap whoever moves it.
 *
 * <p>Safe for use by many threads; every method may throw {@link io.columnseal.KeyStoreException}.
 */
public interface RunRanges {

    /** The ranges of a part that are not done, and the last one, in their order; none if none was cut. */
    List<KeyRange> open(String run, String part);

    /**
     * Adds a range.
     *
     * @return false if there is one of that number: another node was first
     */
    boolean add(KeyRange range);

    /**
     * Writes what became of a range.
     *
     * @param known the range as it was read or written last
     * @return false if its owner or beat has changed since, or the run began anew
     */
    boolean replace(KeyRange known, KeyRange next);

    /** What became of the values of all ranges of a run. */
    RunFigures figures(String run);
}
