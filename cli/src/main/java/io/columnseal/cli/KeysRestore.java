package io.columnseal.cli;

import io.columnseal.ConfigurationException;
import io.columnseal.key.KeyId;
import io.columnseal.key.RestoreReport;
import io.columnseal.key.RestoreReport.Outcome;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings back what the key tables lack of a backup. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description =
                "Brings back what the key tables lack of a backup, or have as somebody edited it; replaces nothing that"
                        + " changed since. Where all keys are lost, stop the applications and create the tables first. Ends with 1 if"
                        + " something cannot be brought together, or --resurrect names a key that is not destroyed.")
final class KeysRestore extends Operation {

    @Mixin
    private BackupOptions options = new BackupOptions();

    @Parameters(paramLabel = "NAME", description = "what the backup is called, as keys backup list tells")
    private String name = "";

    @ArgGroup(multiplicity = "1")
    private RestoreWay way = new RestoreWay();

    @Option(
            names = "--resurrect",
            paramLabel = "KEY",
            converter = KeyIdConverter.class,
            description =
                    "brings this key back, suspended, though it was destroyed since; 'keys resume' takes it into use."
                            + " May be given several times")
    private List<KeyId> resurrected = List.of();

    @Override
    int run(Deployment deployment) throws IOException {
        Set<KeyId> named = new LinkedHashSet<>(resurrected);
        BackupOptions.requireName("NAME", name);
        RestoreReport report;
        try (BackupSource source = BackupSource.of(deployment, options)) {
            if (source.isAlone()) {
                note("there is no SYSTEM key here: nothing but the master key vouches for the backup");
            }
            report = restore(source, named, deployment);
        }
        print(listing(report));
        note(summary(report));
        if (!report.destroyedSince().isEmpty()) {
            note("destroyed since the backup, and staying so: "
                    + report.destroyedSince().stream().map(KeyId::toString).collect(Collectors.joining(", "))
                    + ". Only --resurrect KEY brings one back");
        }
        if (!report.of(Outcome.RESURRECTED).isEmpty()) {
            note("keys that are brought back are suspended: columnseal keys resume takes them into use");
        }
        report.malformed().forEach(id -> note(KeyListing.malformed(id)));
        boolean found = tellOfNotResurrected(report, named);
        return report.complete() && found ? ExitCode.OK : ExitCode.FINDINGS;
    }

    /** Whether all that were named come back. */
    private boolean tellOfNotResurrected(RestoreReport report, Set<KeyId> named) {
        Map<KeyId, Outcome> outcomes = report.changes().stream()
                .collect(Collectors.toMap(change -> change.key().id(), RestoreReport.Change::outcome));
        Set<KeyId> others = new LinkedHashSet<>(named);
        others.removeIf(key -> outcomes.get(key) == Outcome.RESURRECTED);
        others.forEach(key -> note(
                "--resurrect " + key + " brings nothing back: that key is not destroyed, it is " + outcomes.get(key)));
        return others.isEmpty();
    }

    private RestoreReport restore(BackupSource source, Set<KeyId> named, Deployment deployment) {
        if (way.isDryRun() || !named.isEmpty()) {
            RestoreReport planned = source.plan(name, named);
            requireKnown(planned, named);
            if (way.isDryRun()) {
                return planned;
            }
        }
        return source.restore(name, named, deployment.actor(), way.reason());
    }

    /** Whoever misspelt a key wants another one back. */
    private static void requireKnown(RestoreReport planned, Set<KeyId> named) {
        Set<KeyId> unknown = new LinkedHashSet<>(named);
        planned.changes().forEach(change -> unknown.remove(change.key().id()));
        if (!unknown.isEmpty()) {
            throw new ConfigurationException(
                    "--resurrect",
                    "the backup has no key "
                            + unknown.stream().map(KeyId::toString).collect(Collectors.joining(", "))
                            + "; nothing was done");
        }
    }

    private static Listing listing(RestoreReport report) {
        Listing listing = new Listing(6, "key", "tenant", "usage", "version", "outcome", "state", "detail");
        report.changes().stream()
                .filter(change -> change.outcome() != Outcome.UNCHANGED)
                .forEach(change -> listing.add(
                        change.key().id(),
                        change.key().tenant(),
                        change.key().usage(),
                        change.key().version(),
                        change.outcome(),
                        change.key().state(),
                        change.detail()));
        return listing;
    }

    private static String summary(RestoreReport report) {
        return List.of(Outcome.values()).stream()
                        .filter(outcome -> !report.of(outcome).isEmpty())
                        .map(outcome -> report.of(outcome).size() + " keys " + outcome)
                        .collect(Collectors.joining(", "))
                + (report.columns() > 0 ? ", " + report.columns() + " registered columns" : "");
    }
}
