package io.columnseal.cli;

import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.Keys;
import picocli.CommandLine.Command;

/** Switches keys off. */
@Command(
        name = "suspend",
        mixinStandardHelpOptions = true,
        description =
                "Switches keys off: they neither seal nor open until 'keys resume'. A tenant whose active key it is writes nothing"
                        + " meanwhile.")
final class KeysSuspend extends KeyStateChange {

    @Override
    KeyInfo change(Keys keys, KeyId id, String actor, String reason) {
        return keys.suspend(id, actor, reason);
    }
}
