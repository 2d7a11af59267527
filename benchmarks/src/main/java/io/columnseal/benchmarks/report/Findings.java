package io.columnseal.benchmarks.report;

import java.util.List;

/**
 * What a benchmark found out.
 *
 * @param method what was done, one sentence each, as far as a reader of the numbers must know it
 * @param tables everything that was measured
 * @param targets the numbers to reach, as far as this run could tell
 * @param stretch further numbers that would be good to reach
 */
public record Findings(List<String> method, List<Table> tables, List<Target> targets, List<Target> stretch) {}
