package io.columnseal.cli;

import io.columnseal.cli.SchemasOption.Place;
import io.columnseal.reencrypt.Migration;
import io.columnseal.reencrypt.MigrationReport;
import java.io.IOException;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Changes the values of columns in migration, one way or the other. */
@Command
abstract class MigrationOperation extends Operation {

    @Mixin
    private MigratingColumns columns = new MigratingColumns();

    @Mixin
    private KeyOptions keyOptions = new KeyOptions();

    @Mixin
    private RunOptions options = new RunOptions();

    @Mixin
    private PaceOptions pace = new PaceOptions();

    /** What is changed. */
    abstract Migration prepare(MigratingColumns columns, Deployment deployment, DataSource dataSource)
            throws IOException;

    /** The one way or the other. */
    abstract MigrationReport change(Migration migration);

    @Override
    final int run(Deployment deployment) throws IOException {
        Place place = columns.place(pace.data(deployment));
        String given = options.id();
        String id = place.runId(given);
        int pageSize = options.pageSize();
        Migration migration = prepare(columns, deployment, place.dataSource())
                .by(deployment.actor(), keyOptions.reason())
                .rememberedIn(deployment.runsOrNone(), id)
                .pageSize(pageSize)
                .parallelism(pace.parallelism());
        pace.windows().forEach(window -> migration.onlyBetween(window.from(), window.to()));
        options.limit(migration::rowsPerSecond);
        note("run " + id);
        MigrationReport report;
        try (RunProgress progress = RunProgress.here()) {
            report = change(migration.listener(progress));
        }
        print(listing(report));
        report.columns()
                .forEach(column -> column.stayed()
                        .forEach(group -> note(
                                column.column().table() + "." + column.column().column() + ": " + group)));
        RunOptions.tellHowToGoOn(given, id, report.stopped(), report.quarantined(), this::note);
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
