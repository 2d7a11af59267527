package io.columnseal.cli;

import io.columnseal.key.RewrapReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Wraps all keys under the current master key. */
@Command(
        name = "rewrap",
        mixinStandardHelpOptions = true,
        description = "Wraps every data key under the current master key. Values stay as they are.")
final class KeysRewrap extends Operation {

    @Mixin
    private KeyOptions options = new KeyOptions();

    @Override
    int run(Deployment deployment) {
        RewrapReport report = deployment.seal().keks().rewrap(deployment.actor(), options.reason());
        Listing listing = new Listing(5, "kek", "keys", "rewrapped", "outstanding", "failed", "unverified");
        listing.add(
                report.status().current(),
                report.status().total(),
                report.rewrapped(),
                report.status().outstanding(),
                report.failures().size(),
                report.status().unverified().size());
        print(listing);
        report.failures()
                .forEach(failure -> note(
                        "key " + failure.key().id() + ": " + failure.error().getMessage()));
        return report.complete() ? ExitCode.OK : ExitCode.FINDINGS;
    }
}
