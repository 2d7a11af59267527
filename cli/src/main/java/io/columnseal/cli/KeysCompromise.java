package io.columnseal.cli;

import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.Keys;
import picocli.CommandLine.Command;

/** Marks leaked keys. */
@Command(
        name = "compromise",
        mixinStandardHelpOptions = true,
        description = "Marks keys as leaked; an active one is replaced at once. Re-encrypt afterwards.")
final class KeysCompromise extends KeyStateChange {

    @Override
    KeyInfo change(Keys keys, KeyId id, String actor, String reason) {
        return keys.markCompromised(id, actor, reason);
    }
}
