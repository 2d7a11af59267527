package io.columnseal.cli;

import picocli.CommandLine.Command;

/** What is done with the access log. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "The access log.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = AuditVerify.class)
final class AuditCommand {}
