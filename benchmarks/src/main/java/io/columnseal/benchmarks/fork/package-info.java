/** Measures in fresh JVMs: single calls by JMH, and whole programs in heaps of their own. */
package io.columnseal.benchmarks.fork;
