package io.columnseal.cli;

import io.columnseal.key.KeyRotationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Rotates every active key that seals. */
@Command(
        name = "rotate-all",
        mixinStandardHelpOptions = true,
        description = "Rotates every active key that seals values or files, of all tenants.")
final class KeysRotateAll extends Operation {

    @Mixin
    private KeyOptions options = new KeyOptions();

    @Override
    int run(Deployment deployment) {
        KeyRotationReport report = deployment.seal().keys().rotateAll(deployment.actor(), options.reason());
        Listing listing = new Listing(5, "tenant", "outcome", "id", "version", "problem");
        report.rotated().forEach(key -> listing.add(key.tenant(), "ROTATED", key.id(), key.version(), null));
        report.rotatedElsewhere()
                .forEach(key -> listing.add(key.tenant(), "ROTATED_ELSEWHERE", key.id(), key.version(), null));
        report.failures()
                .forEach(failure -> listing.add(
                        failure.tenant(), "FAILED", null, null, failure.error().getMessage()));
        print(listing);
        return report.complete() ? ExitCode.OK : ExitCode.FINDINGS;
    }
}
