package io.columnseal.cli;

import java.io.IOException;
import picocli.CommandLine.ArgGroup;

/** That the values under leaked keys are to be moved, and how. */
final class LeakedValues {

    @ArgGroup(exclusive = false, multiplicity = "1")
    private CatalogueOption catalogue = new CatalogueOption();

    @ArgGroup(exclusive = false)
    private RunOptions options = new RunOptions();

    /** Reads and connects to all that it takes, so that nothing of it fails when keys are marked, and moves nothing. */
    WatchedReencryption prepare(Deployment deployment, String reason) throws IOException {
        return new WatchedReencryption(deployment, catalogue.read(), options, reason, 1);
    }
}
