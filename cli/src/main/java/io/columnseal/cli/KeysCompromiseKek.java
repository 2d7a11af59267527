package io.columnseal.cli;

import io.columnseal.key.KekCompromiseReport;
import io.columnseal.key.KekStatus;
import io.columnseal.key.KeyState;
import io.columnseal.reencrypt.ReencryptionReport;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Answers the leak of a master key. */
@Command(
        name = "compromise-kek",
        mixinStandardHelpOptions = true,
        description = "Answers the leak of a master key, once another one is configured as the current one: marks and"
                + " replaces every data key that it ever wrapped, wraps all under the current one, and re-encrypts, if it"
                + " is told the columns. May be stopped and run again at any time. Ends with 1 if values stay under leaked"
                + " keys.")
final class KeysCompromiseKek extends Operation {

    @Parameters(
            paramLabel = "KEK",
            description = "the leaked master key, as 'keys verify-master-key' and 'keys list' name it")
    private String kek = "";

    @ArgGroup(exclusive = false, heading = "Moves the values as well:%n")
    private @Nullable LeakedValues values;

    @Mixin
    private KeyOptions options = new KeyOptions();

    @Override
    int run(Deployment deployment) throws IOException {
        String reason = options.reason();
        // Before anything is done: what is wrong with it must not be noticed half-way
        WatchedReencryption reencryption = values == null ? null : values.prepare(deployment, reason, this::note);
        KekCompromiseReport report = deployment.seal().keks().markCompromised(kek, deployment.actor(), reason);
        report.failures().forEach(failure -> note("key " + failure.key().id() + ": " + failure.problem()));
        report.rewrap()
                .failures()
                .forEach(failure -> note(
                        "key " + failure.key().id() + ": " + failure.error().getMessage()));
        status(report).malformed().forEach(id -> note(KeyListing.malformed(id)));
        if (report.late() > 0) {
            note(report.late()
                    + " keys came under the leaked master key meanwhile, or are under it still: a node may have"
                    + " it as its current one. Configure it there, then run this again");
        }
        ReencryptionReport moved = null;
        try {
            moved = reencryption == null ? null : reencryption.run(this::note);
        } finally {
            print(listing(report, moved));
        }
        boolean left = moved == null ? hasLeakedKeys(deployment) : !moved.complete();
        if (moved == null && left) {
            note("values are still under leaked keys: move them with 'columnseal reencrypt run'");
        }
        return report.complete() && !left ? ExitCode.OK : ExitCode.FINDINGS;
    }

    private static KekStatus status(KekCompromiseReport report) {
        return report.rewrap().status();
    }

    private Listing listing(KekCompromiseReport report, @Nullable ReencryptionReport moved) {
        KekStatus status = status(report);
        return new Listing(
                        6,
                        "kek",
                        "marked",
                        "failed",
                        "rewrapped",
                        "outstanding",
                        "unverified",
                        "moved",
                        "current",
                        "late")
                .add(
                        kek,
                        report.marked().size(),
                        report.failures().size(),
                        report.rewrap().rewrapped(),
                        status.outstanding(),
                        status.unverified().size(),
                        moved == null ? null : moved.reencrypted(),
                        status.current(),
                        report.late());
    }

    /** Whichever run marked them: the one before this may have been stopped. */
    private static boolean hasLeakedKeys(Deployment deployment) {
        AtomicBoolean found = new AtomicBoolean();
        deployment
                .keyStore()
                .forEach(
                        row -> {
                            if (row.state() == KeyState.COMPROMISED) {
                                found.set(true);
                            }
                        },
                        // Said above
                        malformed -> {});
        return found.get();
    }
}
