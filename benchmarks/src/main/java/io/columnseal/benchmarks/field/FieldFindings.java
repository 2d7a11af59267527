package io.columnseal.benchmarks.field;

import static io.columnseal.benchmarks.field.Contestants.bare;
import static io.columnseal.benchmarks.field.Contestants.columnseal;
import static io.columnseal.benchmarks.field.Contestants.naive;
import static io.columnseal.benchmarks.field.Contestants.tink;
import static io.columnseal.benchmarks.field.FieldPlan.MANY_TENANTS;
import static io.columnseal.benchmarks.field.FieldPlan.MANY_THREADS;
import static io.columnseal.benchmarks.field.FieldPlan.SMALLEST_BYTES;

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
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Tables and targets from measured nanoseconds. */
final class FieldFindings {

    private static final List<String> METHOD = List.of(
            "Every value comes from a fresh JVM (JMH, one fork, heap 1 GiB, the JDK's default collector). A round runs"
                    + " everything once, every other round backwards; ratios are formed within a round. Shown are"
                    + " medians (and quartiles) over the rounds.",
            "CPU time is that of the whole process, collector and compiler included; ratios are formed of it, since it"
                    + " is hardly touched by what else the machine does. Wall time is the median of a fork's"
                    + " iterations; the scaling with threads is formed of it.",
            "ColumnSeal: FieldCipher.encrypt and decrypt with key ring, associated data and stored form; a FieldContext"
                    + " per tenant made before.",
            "Bare JDK cipher, the limit: a Cipher per tenant and thread, initialised long before, the same associated"
                    + " data, random nonces cut from a 4 KiB buffer a DRBG fills, output as long as ColumnSeal's; no"
                    + " header, key look-up, check or sharing between threads.",
            "Naive converter: Cipher.getInstance, new SecureRandom and Base64 on every call; no associated data.",
            "Tink: AES256_GCM, a primitive per tenant made once and shared, associated data given.",
            "Spring Security: Encryptors.stronger (AES-256-GCM, 16-byte nonce), made once; no associated data.",
            "Bouncy Castle: GCMBlockCipher of the lightweight API, a cipher per tenant and thread, buffered nonces,"
                    + " associated data given.",
            "jasypt: PooledPBEByteEncryptor with PBEWITHHMACSHA512ANDAES_256 and a random IV; no associated data.",
            "With 2 threads the wall time is what each thread sees, so that equal times mean twice the work (scaling 1)."
                    + " The control loop is arithmetic in registers.");

    private final Rounds<FieldCell> cpu;
    private final Rounds<FieldCell> wall;

    /**
     * @param cpu CPU time of an operation
     * @param wall what a thread's clock showed for an operation
     */
    FieldFindings(Rounds<FieldCell> cpu, Rounds<FieldCell> wall) {
        this.cpu = cpu;
        this.wall = wall;
    }

    Findings findings() {
        List<Table> tables = Stream.of(values(), tenants(), threads())
                .filter(table -> !table.rows().isEmpty())
                .toList();
        return new Findings(METHOD, tables, targets(), List.of());
    }

    private Table values() {
        List<Row> rows = sorted(cell -> cell.tenants() == 1 && cell.threads() == 1 && !isControl(cell))
                .map(cell -> row(cell)
                        .value("over bare", cpu.ratio(cell, like(cell, bare)))
                        .value("over ColumnSeal", cpu.ratio(cell, like(cell, columnseal)))
                        .build())
                .toList();
        return new Table("One value, one thread, one tenant", rows);
    }

    private Table tenants() {
        List<Row> rows = sorted(cell -> cell.tenants() == MANY_TENANTS)
                .map(cell -> row(cell)
                        .value("over one tenant", cpu.ratio(cell, cell.withTenants(1)))
                        .build())
                .toList();
        return new Table(MANY_TENANTS + " tenants in turn", rows);
    }

    private Table threads() {
        List<Row> rows = sorted(cell -> cell.threads() == MANY_THREADS)
                .map(cell -> row(cell)
                        .value("scaling", wall.ratio(cell.withThreads(1), cell))
                        .value("over the control loop's", relativeScaling(cell.withThreads(1)))
                        .build())
                .toList();
        return new Table(MANY_THREADS + " threads", rows);
    }

    private List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (String operation : FieldPlan.OPERATIONS) {
            FieldCell ours = FieldCell.of(columnseal, operation, SMALLEST_BYTES);
            String what = SMALLEST_BYTES + " B " + operation;
            targets.addAll(
                    Target.atMost(what + ": time over the bare cipher's", 1.25, cpu.ratio(ours, like(ours, bare))));
            if (Runtime.version().feature() == 17) {
                targets.addAll(Target.atLeast(
                        what + ": naive converter's time over ours, JDK 17", 6, cpu.ratio(like(ours, naive), ours)));
            }
            targets.addAll(Target.atLeast(
                    what + ": Tink's time over ours",
                    operation.equals("seal") ? 2 : 1,
                    cpu.ratio(like(ours, tink), ours)));
            targets.addAll(Target.atMost(
                    what + ": time with 500 tenants in turn over one tenant's",
                    1.15,
                    cpu.ratio(ours.withTenants(MANY_TENANTS), ours)));
            targets.addAll(Target.atLeast(
                    what + ": scaling to 2 threads over the control loop's", 0.95, relativeScaling(ours)));
        }
        return targets;
    }

    /** How much of its speed a thread keeps when there are two, over what the control loop keeps. */
    private Optional<Spread> relativeScaling(FieldCell single) {
        FieldCell several = single.withThreads(MANY_THREADS);
        FieldCell control = FieldCell.control(1);
        FieldCell severalControls = FieldCell.control(MANY_THREADS);
        return wall.formed(
                List.of(single, several, control, severalControls),
                round -> round.of(single) / round.of(several) / (round.of(control) / round.of(severalControls)));
    }

    private Stream<FieldCell> sorted(Predicate<FieldCell> wanted) {
        return cpu.cells().stream()
                .filter(wanted)
                .sorted(Comparator.comparing(FieldCell::operation)
                        .reversed()
                        .thenComparingInt(FieldCell::sizeBytes)
                        .thenComparing(FieldFindings::contestant, Comparator.nullsFirst(Comparator.naturalOrder())));
    }

    /** Null for the control loop. */
    private static Contestants contestant(FieldCell cell) {
        return isControl(cell) ? null : Contestants.valueOf(cell.contestant());
    }

    private Row.Builder row(FieldCell cell) {
        return Row.of("operation", cell.operation())
                .label("bytes", isControl(cell) ? "" : Integer.toString(cell.sizeBytes()))
                .label(
                        "contestant",
                        isControl(cell)
                                ? "control loop"
                                : Contestants.valueOf(cell.contestant()).title())
                .value("CPU ns", cpu.of(cell))
                .value("wall ns", wall.of(cell));
    }

    private static FieldCell like(FieldCell cell, Contestants contestant) {
        return new FieldCell(contestant.name(), cell.operation(), cell.sizeBytes(), cell.tenants(), cell.threads());
    }

    private static boolean isControl(FieldCell cell) {
        return cell.contestant().equals(FieldCell.CONTROL);
    }
}
