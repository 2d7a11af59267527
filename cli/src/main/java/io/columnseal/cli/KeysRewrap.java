package io.columnseal.cli;

import io.columnseal.key.Keks;
import io.columnseal.key.RewrapReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Wraps all keys under the current master key. */
@Command(
        name = "rewrap",
        mixinStandardHelpOptions = true,
        description = "Wraps every data key under the current master key. Values stay as they are.")
final class KeysRewrap extends Operation {

    @Mixin
    private KeyOptions options = new KeyOptions();

    @Option(names = "--tenant", paramLabel = "TENANT", description = "only this tenant's keys")
    private @Nullable String tenant;

    @Override
    int run(Deployment deployment) {
        Keks keks = deployment.seal().keks();
        RewrapReport report = tenant == null
                ? keks.rewrap(deployment.actor(), options.reason())
                : keks.rewrap(tenant, deployment.actor(), options.reason());
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
        report.status().malformed().forEach(id -> note(KeyListing.malformed(id)));
        return report.complete() ? ExitCode.OK : ExitCode.FINDINGS;
    }
}
