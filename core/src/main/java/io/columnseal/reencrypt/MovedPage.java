package io.columnseal.reencrypt;

import java.util.List;

/**
 * A page whose values were sealed anew.
 *
 * @param rows those of which something is to be written
 * @param counts what became of its values so far, one for each column of the table
 * @param stayed the values that stay as they are
 */
record MovedPage(List<RowReplacement> rows, List<ColumnCount> counts, List<QuarantinedValue> stayed) {}
