package io.columnseal.cli;

import io.columnseal.catalogue.SealedColumn;
import io.columnseal.cli.SchemasOption.Place;
import io.columnseal.reencrypt.Reencryption;
import io.columnseal.reencrypt.ReencryptionReport;
import java.util.List;
import java.util.function.Consumer;

/** A re-encryption that has a name, under which it goes on, and is watched, paused and stopped from elsewhere. */
final class WatchedReencryption {

    private final String given;
    private final String id;
    private final Place place;
    private final Reencryption reencryption;

    /** Connects to all that the run needs, and moves nothing. */
    WatchedReencryption(
            Deployment deployment,
            Place place,
            List<SealedColumn> columns,
            RunOptions options,
            String id,
            String reason,
            int parallelism) {
        this.given = id;
        this.id = place.runId(id);
        this.place = place;
        int pageSize = options.pageSize();
        this.reencryption = deployment
                .seal()
                .reencryption(place.dataSource(), columns)
                .by(deployment.actor(), reason)
                .rememberedIn(deployment.runsOrNone(), this.id)
                .pageSize(pageSize)
                .parallelism(parallelism);
        options.limit(reencryption::rowsPerSecond);
    }

    /** For further settings. */
    Reencryption settings() {
        return reencryption;
    }

    /** @param note told of the run's name, and of what it left */
    ReencryptionReport run(Consumer<String> note) {
        note.accept("run " + id);
        ReencryptionReport report;
        try (RunProgress progress = RunProgress.here()) {
            report = reencryption.listener(progress).run();
        }
        report.columns()
                .forEach(column -> column.undecryptable()
                        .forEach(group -> note.accept(place.named(
                                column.column().table() + "." + column.column().column() + ": " + group))));
        RunOptions.tellHowToGoOn(given, id, report.stopped(), report.quarantined(), note);
        return report;
    }
}
