/**
 * What every benchmark shares: values measured in interleaved rounds, their medians and spreads, ratios formed round by
 * round, targets, and the files a run leaves behind.
 *
 * <p>A benchmark adds values to {@link io.columnseal.benchmarks.report.Rounds}, makes
 * {@link io.columnseal.benchmarks.report.Row}s and {@link io.columnseal.benchmarks.report.Target}s of them and hands a
 * {@link io.columnseal.benchmarks.report.Findings} to {@link io.columnseal.benchmarks.report.BenchmarkRun}, which writes
 * {@code results/<name>.json} and {@code results/<name>.md} and prints the latter.
 */
package io.columnseal.benchmarks.report;
