package io.columnseal.cli;

import io.columnseal.catalogue.CatalogueJson;
import io.columnseal.key.KekCompromiseReport;
import io.columnseal.key.KekStatus;
import io.columnseal.reencrypt.ReencryptionReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers the leak of a master key. */
@Command(
        name = "compromise-kek",
        mixinStandardHelpOptions = true,
        description = "Answers the leak of a master key, once another one is configured as the current one: marks and"
                + " replaces every data key that it ever wrapped, wraps all under the current one, and re-encrypts, if it"
                + " is told the columns. May be stopped and run again at any time.")
final class KeysCompromiseKek extends Operation {

    @Parameters(
            paramLabel = "KEK",
            description = "the leaked master key, as 'keys verify-master-key' and 'keys list' name it")
    private String kek = "";

    @Option(
            names = "--catalogue",
            paramLabel = "FILE",
            description = "the application's sealed columns, as it exports them in JSON: moves their values as well")
    private @Nullable Path catalogue;

    @Mixin
    private KeyOptions options = new KeyOptions();

    @Override
    int run(Deployment deployment) throws IOException {
        // Before anything is done: a file that is not there must not be noticed half-way
        String columns = catalogue == null ? null : Files.readString(catalogue);
        KekCompromiseReport report =
                deployment.seal().keks().markCompromised(kek, deployment.actor(), options.reason());
        report.failures().forEach(failure -> note("key " + failure.key().id() + ": " + failure.problem()));
        report.rewrap()
                .failures()
                .forEach(failure -> note(
                        "key " + failure.key().id() + ": " + failure.error().getMessage()));
        ReencryptionReport moved = columns == null ? null : reencrypted(deployment, columns);
        KekStatus status = report.rewrap().status();
        Listing listing =
                new Listing(6, "kek", "marked", "failed", "rewrapped", "outstanding", "unverified", "moved", "current");
        listing.add(
                kek,
                report.marked().size(),
                report.failures().size(),
                report.rewrap().rewrapped(),
                status.outstanding(),
                status.unverified().size(),
                moved == null ? null : moved.reencrypted(),
                status.current());
        print(listing);
        if (moved == null) {
            note("values are still under leaked keys: move them with 'reencrypt run'");
        }
        return report.complete() && (moved == null || moved.complete()) ? ExitCode.OK : ExitCode.FINDINGS;
    }

    private ReencryptionReport reencrypted(Deployment deployment, String columns) {
        return deployment
                .seal()
                .reencryption(deployment.data(), CatalogueJson.read(columns).columns())
                .by(deployment.actor(), options.reason())
                .run();
    }
}
