package io.columnseal.cli;

import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.Keys;
import picocli.CommandLine.Command;

/** Takes suspended keys back into use. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description =
                "Takes suspended keys back into use, as what they were: active, retired or compromised. Does nothing to"
                        + " others.")
final class KeysResume extends KeyStateChange {

    @Override
    KeyInfo change(Keys keys, KeyId id, String actor, String reason) {
        return keys.resume(id, actor, reason);
    }
}
