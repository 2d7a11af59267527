package io.columnseal.cli;

import picocli.CommandLine.Command;

/** What is done with columns that hold unsealed values. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = "Columns that hold plaintext, and are being sealed in place.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {MigrateStatus.class, MigrateBackfill.class, MigrateBackOut.class, MigrateAssignTenants.class})
final class MigrateCommand {}
