package io.columnseal.cli;

import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.reencrypt.Reencryption;
import io.columnseal.reencrypt.ReencryptionReport;
import java.util.function.Consumer;

/** A re-encryption that has a name, under which it goes on, and is watched, paused and stopped from elsewhere. */
final class WatchedReencryption {

    /** Connections beside those that write: one reads meanwhile, one is spare. */
    private static final int FURTHER_CONNECTIONS = 2;

    private final String id;
    private final Reencryption reencryption;
    private final boolean tenantsApart;

    /** Connects to all that the run needs, and moves nothing. */
    WatchedReencryption(
            Deployment deployment, ColumnCatalogue catalogue, RunOptions options, String reason, int parallelism) {
        this.id = options.id();
        this.tenantsApart = catalogue.tenantsApart();
        int pageSize = options.pageSize();
        this.reencryption = deployment
                .seal()
                .reencryption(deployment.data(parallelism + FURTHER_CONNECTIONS), catalogue.columns())
                .by(deployment.actor(), reason)
                .rememberedIn(deployment.runsOrNone(), id)
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
        if (tenantsApart) {
            note.accept(
                    "tenants have databases or schemas of their own: this run covers the one that it is connected to");
        }
        ReencryptionReport report;
        try (RunProgress progress = RunProgress.here()) {
            report = reencryption.listener(progress).run();
        }
        report.columns()
                .forEach(column -> column.undecryptable()
                        .forEach(group -> note.accept(
                                column.column().table() + "." + column.column().column() + ": " + group)));
        RunOptions.tellHowToGoOn(id, report.stopped(), report.quarantined(), note);
        return report;
    }
}
