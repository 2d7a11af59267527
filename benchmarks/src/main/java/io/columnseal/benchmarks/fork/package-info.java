/** Measures single calls by JMH, each in a fresh JVM. */
package io.columnseal.benchmarks.fork;
