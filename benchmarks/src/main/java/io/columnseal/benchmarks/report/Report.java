package io.columnseal.benchmarks.report;

import java.util.List;

/**
 * Everything a run leaves behind; its JSON form is {@code results/<name>.json}.
 *
 * @param name of the benchmark
 * @param quick whether this is only the rough answer of {@code --quick}
 * @param machine where it ran
 * @param jdk what it ran on
 * @param started instant, ISO 8601
 * @param seconds how long it took
 * @param loadBefore load average when it began: above 0.5 the machine was not quiet
 * @param method what was done
 * @param tables every row
 * @param targets the numbers to reach
 * @param stretch further numbers that would be good to reach
 */
record Report(
        String name,
        boolean quick,
        Machine machine,
        String jdk,
        String started,
        long seconds,
        double loadBefore,
        List<String> method,
        List<Table> tables,
        List<Target> targets,
        List<Target> stretch) {}
