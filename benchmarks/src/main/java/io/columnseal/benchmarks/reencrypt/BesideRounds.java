package io.columnseal.benchmarks.reencrypt;

import io.columnseal.benchmarks.database.PostgresDatabase;
import io.columnseal.benchmarks.report.Progress;
import java.util.List;

/** Measures what a run does to others, and takes, on one table. The names are what {@code --only} takes. */
final class BesideRounds {

    private static final double MICROS_PER_MILLI = 1e3;

    private final BesideFindings findings;
    private final MovePlan plan;
    private final Progress progress;

    BesideRounds(BesideFindings findings, MovePlan plan, Progress progress) {
        this.findings = findings;
        this.plan = plan;
        this.progress = progress;
    }

    void run(PostgresDatabase database) throws Exception {
        try (SharedCharts charts = SharedCharts.create(database)) {
            SharedRounds shared = new SharedRounds(charts, progress);
            if (plan.includes("latency") || plan.includes("nodes")) {
                charts.fill(plan.rows());
            }
            if (plan.includes("latency")) {
                latency(new WriteLatency(charts, plan.rows()));
            }
            if (plan.includes("nodes")) {
                nodes(shared);
            }
            if (plan.includes("heap")) {
                for (int rows : plan.heapRows()) {
                    shared.heap(rows, findings.heap(), findings.heapSpeed());
                }
            }
        }
    }

    private void latency(WriteLatency application) throws Exception {
        application.alone(1);
        application.besideRun(1);
        for (int round = 0; round < plan.latencyRounds(); round++) {
            progress.note("latency: round " + (round + 1));
            for (boolean beside : round % 2 == 0 ? List.of(false, true) : List.of(true, false)) {
                long[] micros = beside
                        ? application.besideRun(plan.latencySeconds())
                        : application.alone(plan.latencySeconds());
                for (int percent : BesideFindings.PERCENTILES) {
                    findings.latency()
                            .add(
                                    round,
                                    new BesideFindings.Write(beside, percent),
                                    WriteLatency.quantile(micros, percent / 100.0) / MICROS_PER_MILLI);
                }
            }
        }
    }

    private void nodes(SharedRounds shared) throws Exception {
        for (int round = 0; round < plan.nodeRounds(); round++) {
            progress.note("nodes: round " + (round + 1));
            for (int nodes : round % 2 == 0 ? List.of(1, 2) : List.of(2, 1)) {
                shared.nodes(round, nodes, plan.rows(), findings.nodes());
            }
        }
    }
}
