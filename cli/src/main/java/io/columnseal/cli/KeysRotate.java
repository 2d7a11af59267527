package io.columnseal.cli;

import io.columnseal.key.KeyInfo;
import io.columnseal.key.Keys;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives a tenant a new active key. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = "Gives a tenant a new active key; the one before opens only from then on.")
final class KeysRotate extends Operation {

    private enum Kind {
        FIELD,
        FILE,
        INDEX
    }

    @Option(names = "--tenant", required = true, paramLabel = "TENANT", description = "whose key")
    private String tenant = "";

    @Option(
            names = "--usage",
            paramLabel = "USAGE",
            description = "which of its keys: ${COMPLETION-CANDIDATES}; FIELD unless given")
    private Kind kind = Kind.FIELD;

    @Mixin
    private KeyOptions options = new KeyOptions();

    @Override
    int run(Deployment deployment) {
        Keys operations = deployment.seal().keys();
        String actor = deployment.actor();
        KeyInfo rotated = switch (kind) {
            case FIELD -> operations.rotate(tenant, actor, options.reason());
            case FILE -> operations.rotateFiles(tenant, actor, options.reason());
            case INDEX -> operations.rotateIndex(tenant, actor, options.reason());
        };
        print(KeyListing.of(List.of(rotated)));
        return ExitCode.OK;
    }
}
