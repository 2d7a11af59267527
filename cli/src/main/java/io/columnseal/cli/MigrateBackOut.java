package io.columnseal.cli;

import io.columnseal.migrate.MigrationPhase;
import io.columnseal.reencrypt.Migration;
import picocli.CommandLine.Command;

/** Puts values back as they were before they were sealed. */
@Command(
        name = "back-out",
        description =
                "Puts values back unsealed in the columns that the catalogue has in the phase prepare, beside the running"
                        + " application: the way back to the release before.",
        mixinStandardHelpOptions = true)
final class MigrateBackOut extends MigrationOperation {

    MigrateBackOut() {
        super(MigrationPhase.PREPARE, Migration::open);
    }
}
