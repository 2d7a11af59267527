package io.columnseal.cli;

import io.columnseal.backup.Backups;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists backups as their files say. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists backups, the newest first. Needs neither keys nor master key, and verifies nothing.")
final class BackupList extends Operation {

    @Option(names = "--directory", required = true, paramLabel = "DIR", description = "where the backups lie")
    private Path directory = Path.of("");

    @Override
    int run(Deployment deployment) {
        print(BackupListing.of(Backups.in(BackupOptions.requireDirectory(directory))));
        return ExitCode.OK;
    }
}
