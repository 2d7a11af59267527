package io.columnseal.cli;

import picocli.CommandLine.Command;

/** What is done with files. */
@Command(
        name = "file",
        mixinStandardHelpOptions = true,
        description = "Sealed files.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {FileSeal.class, FileOpen.class, FileVerify.class, FileInspect.class, FileReencrypt.class})
final class FileCommand {}
