package io.columnseal.cli;

import io.columnseal.migrate.MigrationPhase;
import io.columnseal.reencrypt.Migration;
import io.columnseal.reencrypt.MigrationReport;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Changes the values of columns in migration, one way or the other. */
@Command
abstract class MigrationOperation extends Operation {

    private final MigrationPhase phase;
    private final Function<Migration, MigrationReport> direction;

    @Mixin
    private MigratingColumns columns = new MigratingColumns();

    @Mixin
    private KeyOptions keyOptions = new KeyOptions();

    @Mixin
    private RunOptions options = new RunOptions();

    /** @param phase of the columns that are changed */
    MigrationOperation(MigrationPhase phase, Function<Migration, MigrationReport> direction) {
        this.phase = phase;
        this.direction = direction;
    }

    /** Further settings. */
    void set(Migration migration) {}

    @Override
    final int run(Deployment deployment) throws IOException {
        String id = options.id();
        int pageSize = options.pageSize();
        Migration migration = columns.toChange(deployment, phase)
                .by(deployment.actor(), keyOptions.reason())
                .rememberedIn(deployment.runsOrNone(), id)
                .pageSize(pageSize);
        options.limit(migration::rowsPerSecond);
        set(migration);
        note("run " + id);
        MigrationReport report;
        try (RunProgress progress = RunProgress.here()) {
            report = direction.apply(migration.listener(progress));
        }
        print(listing(report));
        report.columns()
                .forEach(column -> column.stayed()
                        .forEach(group -> note(
                                column.column().table() + "." + column.column().column() + ": " + group)));
        RunOptions.tellHowToGoOn(id, report.stopped(), report.quarantined(), this::note);
        return report.complete() ? ExitCode.OK : ExitCode.FINDINGS;
    }

    private static Listing listing(MigrationReport report) {
        Listing listing =
                new Listing(7, "table", "column", "read", "written", "conflicts", "unreadable", "remaining", "context");
        report.columns()
                .forEach(column -> listing.add(
                        column.column().table(),
                        column.column().column(),
                        column.rowsRead(),
                        column.written(),
                        column.conflicts(),
                        column.unreadable(),
                        remaining(column.remaining()),
                        column.column().context()));
        return listing;
    }

    /** Null if nobody has counted. */
    private static @Nullable Long remaining(OptionalLong rows) {
        return rows.isPresent() ? rows.getAsLong() : null;
    }
}
