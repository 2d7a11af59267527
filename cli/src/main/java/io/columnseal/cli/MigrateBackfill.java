package io.columnseal.cli;

import io.columnseal.migrate.MigrationPhase;
import io.columnseal.reencrypt.Migration;
import io.columnseal.reencrypt.MigrationReport;
import java.io.IOException;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Seals what is not sealed yet. */
@Command(
        name = "backfill",
        mixinStandardHelpOptions = true,
        description =
                "Seals what is not sealed yet in the columns that the catalogue has in the phase backfill, beside the"
                        + " running application. May be paused and stopped by reencrypt pause and stop, and run again.")
final class MigrateBackfill extends MigrationOperation {

    @Option(
            names = "--seal-lookalikes",
            description =
                    "also what looks sealed under keys that are not here: look at such values first, since their keys"
                            + " may be lost")
    private boolean lookalikes;

    @Override
    Migration prepare(MigratingColumns columns, Deployment deployment, DataSource dataSource) throws IOException {
        Migration migration = columns.toChange(deployment, dataSource, MigrationPhase.BACKFILL, this::note);
        return lookalikes ? migration.sealingLookalikes() : migration;
    }

    @Override
    MigrationReport change(Migration migration) {
        return migration.seal();
    }
}
