package io.columnseal.cli;

import picocli.CommandLine.Command;

/** What is done with stored values after a rotation. */
@Command(
        name = "reencrypt",
        mixinStandardHelpOptions = true,
        description = "Stored values under keys that are no longer active.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ReencryptPlan.class,
            ReencryptRun.class,
            ReencryptStatus.class,
            ReencryptPause.class,
            ReencryptResume.class,
            ReencryptStop.class
        })
final class ReencryptCommand {}
