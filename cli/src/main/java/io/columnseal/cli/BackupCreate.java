package io.columnseal.cli;

import io.columnseal.backup.BackupInfo;
import io.columnseal.backup.Backups;
import io.columnseal.backup.Passphrase;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Backs up all keys. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Backs up all keys to one file, which is read back and verified.")
final class BackupCreate extends Operation {

    @Mixin
    private BackupOptions options = new BackupOptions();

    @Mixin
    private KeyOptions keyOptions = new KeyOptions();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "what the backup is called, which clean-up never removes then; the time unless given")
    private @Nullable String name;

    @Override
    int run(Deployment deployment) throws IOException {
        String reason = keyOptions.reason();
        if (name != null) {
            BackupOptions.requireName("--name", name);
        }
        try (Passphrase passphrase = options.newPassphrase(deployment)) {
            Backups kept = deployment.seal().backups(options.directory());
            Backups backups = passphrase == null ? kept : kept.under(passphrase);
            print(BackupListing.of(List.of(create(backups, deployment.actor(), reason))));
        }
        return ExitCode.OK;
    }

    private BackupInfo create(Backups backups, String actor, String reason) {
        if (name == null) {
            return backups.create(actor, reason);
        }
        return backups.create(name, actor, reason);
    }
}
