package io.columnseal.benchmarks.kms;

import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.Row;
import io.columnseal.benchmarks.report.Table;
import io.columnseal.benchmarks.report.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Table and targets from measured nanoseconds. */
final class KmsFindings {

    /** What the systems that ours replaces had published, in ms, with their service's latency. */
    private static final Map<String, Double> PUBLISHED = Map.of("unwrap", 50.0, "generate", 10.0);

    private static final List<String> METHOD = List.of(
            "One call of AWS KMS on one thread. Every value comes from a fresh JVM (JMH, one fork); a round runs everything"
                    + " once, every other round backwards; ratios are formed within a round. Shown are medians (and"
                    + " quartiles) over the rounds.",
            "Recorded answers: the latency of service and network is subtracted by leaving both out. The SDK's HTTP client"
                    + " gives the bytes that a server answered before; signing, writing and reading of JSON stay.",
            "Server on loopback: the same with a request each. Server and client share the process, so its CPU time is"
                    + " that of both.",
            "ColumnSeal: AwsKms.unwrap and generateDataKey, which check the KEK and the length of what comes back and copy"
                    + " what is not to be shared. Bare AWS SDK: the same requests by the same client, unchecked.");

    private final Rounds<KmsCell> cpu;
    private final Rounds<KmsCell> wall;

    /**
     * @param cpu CPU time of a call in nanoseconds
     * @param wall what the thread's clock showed for it
     */
    KmsFindings(Rounds<KmsCell> cpu, Rounds<KmsCell> wall) {
        this.cpu = cpu;
        this.wall = wall;
    }

    Findings findings() {
        List<Row> rows = wall.cells().stream()
                .sorted(Comparator.comparing(KmsCell::service)
                        .thenComparing(KmsCell::operation, Comparator.reverseOrder())
                        .thenComparing(KmsCell::caller))
                .map(cell -> Row.of("service", cell.service().title())
                        .label("operation", cell.operation())
                        .label("caller", cell.caller().title())
                        .value("µs", wall.formed(List.of(cell), round -> round.of(cell) / 1e3))
                        .value("over bare", wall.ratio(cell, cell.of(Callers.bare)))
                        .value("CPU µs", cpu.formed(List.of(cell), round -> round.of(cell) / 1e3))
                        .value("CPU over bare", cpu.ratio(cell, cell.of(Callers.bare)))
                        .build())
                .toList();
        List<Target> targets = new ArrayList<>();
        for (String operation : KmsCell.OPERATIONS) {
            KmsCell ours = new KmsCell(Callers.columnseal, operation, Services.recorded);
            targets.addAll(Target.atMost(
                    operation + ": time over the bare SDK's, without the service",
                    1.05,
                    wall.ratio(ours, ours.of(Callers.bare))));
            targets.addAll(Target.atMost(
                    operation + ": ms without the service",
                    PUBLISHED.get(operation),
                    wall.formed(List.of(ours), round -> round.of(ours) / 1e6)));
        }
        return new Findings(METHOD, List.of(new Table("One call, one thread", rows)), targets, List.of());
    }
}
