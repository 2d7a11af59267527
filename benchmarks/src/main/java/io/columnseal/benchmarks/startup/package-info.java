/**
 * What 60 encrypted attributes among 400 entities add to the start of an {@code EntityManagerFactory} in a fresh JVM.
 */
package io.columnseal.benchmarks.startup;
