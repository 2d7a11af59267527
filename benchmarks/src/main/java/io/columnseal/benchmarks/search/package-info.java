/** What blind indexes cost: {@link io.columnseal.benchmarks.search.IndexCalls} measures an index value alone. */
package io.columnseal.benchmarks.search;
