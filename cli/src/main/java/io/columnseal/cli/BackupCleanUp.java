package io.columnseal.cli;

import io.columnseal.backup.Backups;
import io.columnseal.backup.Passphrase;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes older backups. */
@Command(
        name = "clean-up",
        mixinStandardHelpOptions = true,
        description =
                "Removes the older of the backups that are named after the time, and tells which; none unless the newest"
                        + " of them is whole.")
final class BackupCleanUp extends Operation {

    @Mixin
    private BackupOptions options = new BackupOptions();

    @Mixin
    private KeyOptions keyOptions = new KeyOptions();

    @Option(names = "--keep", required = true, paramLabel = "BACKUPS", description = "how many stay")
    private int kept;

    @Override
    int run(Deployment deployment) throws IOException {
        if (kept < 1) {
            throw new WrongArgumentException("--keep", "must be at least 1");
        }
        String reason = keyOptions.reason();
        try (Passphrase passphrase = options.passphrase(deployment)) {
            Backups all = deployment.seal().backups(options.existingDirectory());
            Backups backups = passphrase == null ? all : all.under(passphrase);
            print(BackupListing.of(backups.keepNewest(kept, deployment.actor(), reason)));
        }
        return ExitCode.OK;
    }
}
