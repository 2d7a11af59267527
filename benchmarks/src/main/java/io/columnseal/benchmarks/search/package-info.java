/**
 * What blind indexes cost: a row found by an indexed encrypted attribute beside one found by a plain column, on real
 * databases with a million rows; the index column when rows are inserted; and an index value alone, which {@link
 * io.columnseal.benchmarks.search.IndexCalls} measures.
 */
package io.columnseal.benchmarks.search;
