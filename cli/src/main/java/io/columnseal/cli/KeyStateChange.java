package io.columnseal.cli;

import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.Keys;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives keys another state, one after the other, and lists those that have it, also if one fails. */
@Command
abstract class KeyStateChange extends Operation {

    @Parameters(arity = "1..*", paramLabel = "KEY", converter = KeyIdConverter.class, description = "ids of the keys")
    private List<KeyId> ids = List.of();

    @Mixin
    private KeyOptions options = new KeyOptions();

    /** @return the key as it is then */
    abstract KeyInfo change(Keys keys, KeyId id, String actor, String reason);

    @Override
    final int run(Deployment deployment) {
        String reason = options.reason();
        Keys keys = deployment.seal().keys();
        List<KeyInfo> changed = new ArrayList<>();
        try {
            for (KeyId id : ids) {
                changed.add(change(keys, id, deployment.actor(), reason));
            }
        } finally {
            print(KeyListing.of(changed));
        }
        return ExitCode.OK;
    }
}
