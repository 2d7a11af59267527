package io.columnseal.cli;

import picocli.CommandLine.Command;

/** What is done with the keys of an application that has no key table. */
@Command(
        name = "bundle",
        mixinStandardHelpOptions = true,
        description = "The line of an application without a key table: ENCRYPTED_PHI_KEY.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {BundleGenerate.class, BundleRotate.class})
final class BundleCommand {}
