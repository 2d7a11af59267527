package io.columnseal.benchmarks.search;

import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.Row;
import io.columnseal.benchmarks.report.Table;
import io.columnseal.benchmarks.report.Target;
import java.util.List;

/** Table and target of index values alone, from measured nanoseconds. */
final class IndexFindings {

    private static final double LIMIT_NANOS = 160;

    private final Rounds<IndexCell> cpu;
    private final Rounds<IndexCell> wall;

    IndexFindings(Rounds<IndexCell> cpu, Rounds<IndexCell> wall) {
        this.cpu = cpu;
        this.wall = wall;
    }

    Table table() {
        List<Row> rows = IndexCell.ALL.stream()
                .filter(cpu.cells()::contains)
                .map(cell -> Row.of("call", cell.title())
                        .label("tenants", Integer.toString(cell.tenants()))
                        .value("CPU ns", cpu.of(cell))
                        .value("wall ns", wall.of(cell))
                        .value("over javax.crypto.Mac", cpu.ratio(cell, IndexCell.MAC))
                        .build())
                .toList();
        return new Table("One index value of " + IndexCell.BYTES + " bytes", rows);
    }

    /** Nothing on a JDK that the target is not about. */
    List<Target> targets() {
        return Runtime.version().feature() == 17
                ? Target.atMost(
                        "index value of " + IndexCell.BYTES + " B, JDK 17: CPU ns",
                        LIMIT_NANOS,
                        cpu.of(IndexCell.VALUE))
                : List.of();
    }
}
