package io.columnseal.benchmarks.files;

import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.Row;
import io.columnseal.benchmarks.report.Spread;
import io.columnseal.benchmarks.report.Table;
import io.columnseal.benchmarks.report.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Table and targets from measured nanoseconds. */
final class FileFindings {

    private static final double BYTES = (double) FileCalls.TEXT_MIB * (1 << 20);

    /** What the system that ours replaces had published, in MB/s. */
    private static final double PUBLISHED = 50;

    private static final List<String> METHOD = List.of(
            "A text of " + FileCalls.TEXT_MIB + " MiB in memory is sealed and opened on one thread, the result thrown"
                    + " away. Every value comes from a fresh JVM (JMH, one fork, heap 1 GiB); a round runs everything"
                    + " once, every other round backwards; ratios are formed within a round. Shown are medians (and"
                    + " quartiles) over the rounds.",
            "ColumnSeal: seal.files().seal and open from stream to stream, header and its key included.",
            "Bare JDK cipher, the limit: a Cipher made before, initialised for every chunk of 64 KiB with a counted"
                    + " nonce, from array to array; no streams, no copies.",
            "Tink: AES-GCM-HKDF streaming with the same parameters, which writes the same body.",
            "CPU is that of the whole process, collector and compiler included.",
            "The long text is made as it is read, in a fresh JVM with a heap of " + LongTextCost.HEAP_MIB
                    + " MiB, which"
                    + " would fail if it needed more; opened is what another thread seals at the same time, through a pipe"
                    + " of the operating system. The live heap is the most of 40 collections, spread over the text.");

    private final Rounds<FileCell> cpu;
    private final Rounds<FileCell> wall;
    private final Optional<LongTextCost> longText;

    /**
     * @param cpu CPU time of an operation in nanoseconds
     * @param wall what a thread's clock showed for it
     * @param longText empty if it was not measured
     */
    FileFindings(Rounds<FileCell> cpu, Rounds<FileCell> wall, Optional<LongTextCost> longText) {
        this.cpu = cpu;
        this.wall = wall;
        this.longText = longText;
    }

    Findings findings() {
        List<Row> rows = wall.cells().stream()
                .sorted(Comparator.comparing(FileCell::operation).reversed().thenComparing(FileCell::contestant))
                .map(cell -> Row.of("operation", cell.operation())
                        .label("contestant", cell.contestant().title())
                        .value("MB/s", speed(cell))
                        .value("speed over bare", wall.ratio(cell.of(Streams.bare), cell))
                        .value("CPU ms", cpu.formed(List.of(cell), round -> round.of(cell) / 1e6))
                        .build())
                .toList();
        List<Target> targets = new ArrayList<>();
        for (String operation : FileCell.OPERATIONS) {
            FileCell ours = new FileCell(Streams.columnseal, operation);
            targets.addAll(Target.atLeast(
                    operation + ": speed over the bare cipher's", 0.8, wall.ratio(ours.of(Streams.bare), ours)));
            targets.addAll(Target.atLeast(operation + ": MB/s", 20 * PUBLISHED, speed(ours)));
        }
        List<Table> tables = new ArrayList<>(List.of(new Table("A text of 32 MiB, one thread", rows)));
        longText.ifPresent(cost -> {
            tables.add(cost.table());
            targets.addAll(cost.targets());
        });
        return new Findings(METHOD, tables, targets, List.of());
    }

    private Optional<Spread> speed(FileCell cell) {
        return wall.formed(List.of(cell), round -> BYTES / 1e6 / (round.of(cell) / 1e9));
    }
}
