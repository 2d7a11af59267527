/**
 * A patient of 20 columns in its variants, and an {@code EntityManagerFactory} over each: what the benchmarks of whole
 * entities measure with.
 */
package io.columnseal.benchmarks.patient;
