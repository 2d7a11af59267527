package io.columnseal.reencrypt;

import java.util.List;

/**
 * A page that was written.
 *
 * @param rows how many rows of it had values to be written
 * @param writeNanos how long the database took for them
 * @param counts what became of its values, one for each column of the table
 * @param stayed the values that stay as they are
 */
record WrittenPage(int rows, long writeNanos, List<ColumnCount> counts, List<QuarantinedValue> stayed) {}
