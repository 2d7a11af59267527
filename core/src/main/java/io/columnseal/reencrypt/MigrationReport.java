package io.columnseal.reencrypt;

import io.columnseal.reencrypt.MigrationRun.Direction;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * What a migration did.
 *
 * @param run id of the run
 * @param columns one report for each column that it was to change
 * @param quarantined values that stayed and are listed in the {@linkplain RunStore#quarantine quarantine}
 * @param stopped whether the run was stopped before it came to its end
 */
public record MigrationReport(
        String run, List<MigratedColumn> columns, long quarantined, boolean stopped, Duration took) {

    public MigrationReport {
        columns = List.copyOf(columns);
    }

    public long written() {
        return sum(MigratedColumn::written);
    }

    public long conflicts() {
        return sum(MigratedColumn::conflicts);
    }

    /** Values still to be changed, in the columns that were counted after the run. */
    public long remaining() {
        return sum(column -> column.remaining().orElse(0));
    }

    /**
     * Values that are not as they should be, if all columns were counted.
     *
     * @param direction of those assigned, {@link #remaining()} has what does not open already
     */
    OptionalLong counted(Direction direction) {
        return columns.stream().allMatch(column -> column.remaining().isPresent())
                ? OptionalLong.of(remaining() + (direction == Direction.ASSIGNING ? 0 : unreadable()))
                : OptionalLong.empty();
    }

    /** Values that do not open, as {@link MigratedColumn#unreadable}: whoever reads them gets an error. */
    public long unreadable() {
        return sum(MigratedColumn::unreadable);
    }

    /** Whether nothing is left to be changed, and all that is sealed opens. */
    public boolean complete() {
        return columns.stream().allMatch(MigratedColumn::complete);
    }

    private long sum(ToLongFunction<MigratedColumn> figure) {
        return columns.stream().mapToLong(figure).sum();
    }
}
