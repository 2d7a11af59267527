package io.columnseal.reencrypt;

import java.util.List;

/** A walk over the rows of one table. Not for many threads. */
interface Walk {

    /**
     * Walks until the end, or until the pace says to stop, asked before every page.
     *
     * @return whether it came to the end
     */
    boolean walk(RunPace pace, PageListener listener);

    /** What became of the values of each column, in the order in which the columns were given. */
    List<ColumnCount> counts();
}
