package io.columnseal.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a tenant's first key before its first value. */
@Command(
        name = "generate-data-key",
        mixinStandardHelpOptions = true,
        description = "Makes sure that a tenant has an active key: makes its first one, or tells the one it has.")
final class KeysGenerateDataKey extends Operation {

    @Option(names = "--tenant", required = true, paramLabel = "TENANT", description = "whose key")
    private String tenant = "";

    @Override
    int run(Deployment deployment) {
        print(KeyListing.of(List.of(deployment.seal().keys().initialize(tenant, deployment.actor()))));
        return ExitCode.OK;
    }
}
