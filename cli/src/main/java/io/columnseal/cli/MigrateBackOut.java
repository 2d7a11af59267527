package io.columnseal.cli;

import io.columnseal.migrate.MigrationPhase;
import io.columnseal.reencrypt.Migration;
import io.columnseal.reencrypt.MigrationReport;
import java.io.IOException;
import javax.sql.DataSource;
import picocli.CommandLine.Command;

/** Puts values back as they were before they were sealed. */
@Command(
        name = "back-out",
        description =
                "Puts values back unsealed in the columns that the catalogue has in the phase prepare, beside the running"
                        + " application: the way back to the release before.",
        mixinStandardHelpOptions = true)
final class MigrateBackOut extends MigrationOperation {

    @Override
    Migration prepare(MigratingColumns columns, Deployment deployment, DataSource dataSource) throws IOException {
        return columns.toChange(deployment, dataSource, MigrationPhase.PREPARE, this::note);
    }

    @Override
    MigrationReport change(Migration migration) {
        return migration.open();
    }
}
