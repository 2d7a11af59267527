package io.columnseal.cli;

import picocli.CommandLine.Command;

/** What is done with backups of the keys. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description =
                "Backups of the keys, each one file: everything but the master key that it takes to open what was sealed.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {BackupCreate.class, BackupList.class, BackupVerify.class, BackupCleanUp.class})
final class KeysBackup {}
