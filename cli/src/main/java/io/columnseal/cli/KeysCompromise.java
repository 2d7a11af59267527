package io.columnseal.cli;

import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Marks leaked keys. */
@Command(
        name = "compromise",
        mixinStandardHelpOptions = true,
        description = "Marks keys as leaked; an active one is replaced at once. Re-encrypt afterwards.")
final class KeysCompromise extends Operation {

    @Parameters(arity = "1..*", paramLabel = "KEY", converter = KeyIdConverter.class, description = "ids of the keys")
    private List<KeyId> ids = List.of();

    @Mixin
    private KeyOptions options = new KeyOptions();

    @Override
    int run(Deployment deployment) {
        List<KeyInfo> marked = new ArrayList<>();
        try {
            for (KeyId id : ids) {
                marked.add(deployment.seal().keys().markCompromised(id, deployment.actor(), options.reason()));
            }
        } finally {
            print(KeyListing.of(marked));
        }
        return ExitCode.OK;
    }
}
