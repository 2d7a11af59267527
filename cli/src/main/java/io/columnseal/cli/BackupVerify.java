package io.columnseal.cli;

import io.columnseal.key.KeySnapshot;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Opens a backup and changes nothing. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Opens a backup, tells what is in it and which master keys it needs, and changes nothing. Needs no key"
                        + " tables. Ends with 3 if it was altered or cut off.")
final class BackupVerify extends Operation {

    @Mixin
    private BackupOptions options = new BackupOptions();

    @Parameters(paramLabel = "NAME", description = "what the backup is called, as list tells")
    private String name = "";

    @Override
    int run(Deployment deployment) throws IOException {
        BackupOptions.requireName("NAME", name);
        KeySnapshot content;
        try (BackupSource source = BackupSource.alone(deployment, options)) {
            content = source.verify(name);
        }
        Listing listing = new Listing(5, "takenAt", "environment", "tenants", "masterKey", "keys");
        content.keks()
                .forEach((kek, keys) -> listing.add(
                        content.takenAt(),
                        content.environment(),
                        content.tenants().size(),
                        kek,
                        keys));
        print(listing);
        content.leftOut().forEach(id -> note(KeyListing.malformed(id)));
        return content.complete() ? ExitCode.OK : ExitCode.FINDINGS;
    }
}
