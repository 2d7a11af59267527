package io.columnseal.cli;

import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.key.KeyId;
import io.columnseal.reencrypt.KeyDestruction;
import io.columnseal.reencrypt.KeyDestructionReport;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Counts what is under keys, and has those wait for their erasure that were counted twice. */
@Command(
        name = "destroy",
        mixinStandardHelpOptions = true,
        description = "Counts the values under keys; a key of which two runs found none waits for its erasure."
                + " Run it again after the time that it tells.")
final class KeysDestroy extends Operation {

    @Parameters(arity = "1..*", paramLabel = "KEY", converter = KeyIdConverter.class, description = "ids of the keys")
    private List<KeyId> ids = List.of();

    @Option(
            names = "--force",
            description = "give up files and values that are in no catalogue; takes a second person's approval")
    private boolean force;

    @Mixin
    private CatalogueOption catalogue = new CatalogueOption();

    @Mixin
    private SchemasOption schemas = new SchemasOption();

    @Mixin
    private KeyOptions options = new KeyOptions();

    @Override
    int run(Deployment deployment) throws IOException {
        ColumnCatalogue columns = catalogue.read();
        KeyDestruction destruction = schemas.keyDestruction(deployment, columns);
        if (force) {
            destruction.force();
        }
        List<KeyDestructionReport> reports = destruction.destroy(ids, deployment.actor(), options.reason());
        Listing listing = new Listing(4, "id", "outcome", "notBefore", "values");
        reports.forEach(report -> listing.add(
                report.key(),
                report.outcome(),
                report.notBefore(),
                report.references().stream()
                        .mapToLong(KeyDestructionReport.Reference::rows)
                        .sum()));
        print(listing);
        return reports.stream().allMatch(report -> report.outcome() == KeyDestructionReport.Outcome.PENDING)
                ? ExitCode.OK
                : ExitCode.FINDINGS;
    }
}
