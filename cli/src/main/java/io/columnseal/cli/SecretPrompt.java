package io.columnseal.cli;

import io.columnseal.ConfigurationException;
import io.columnseal.kms.LocalKms;
import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Asks for secrets that no setting holds, without showing what is typed. */
final class SecretPrompt {

    private final Console console;

    /** @throws ConfigurationException if nobody is there to be asked */
    SecretPrompt(@Nullable Console console) {
        if (console == null) {
            throw new ConfigurationException("--prompt", "needs a terminal");
        }
        this.console = console;
    }

    void complete(CommandSettings settings) {
        if (settings.get(CommandSettings.KEYS_USERNAME).isPresent()) {
            ask(settings, CommandSettings.KEYS_PASSWORD, "Password of the key database: ");
        }
        if (settings.get(CommandSettings.DATA_USERNAME).isPresent()) {
            ask(settings, CommandSettings.DATA_PASSWORD, "Password of the application's database: ");
        }
        ask(settings, LocalKms.MASTER_KEY_SETTING, "Master key: ");
    }

    private void ask(CommandSettings settings, String name, String question) {
        if (settings.get(name).isEmpty()) {
            char[] answer = console.readPassword(question);
            if (answer != null) {
                settings.put(name, new String(answer));
            }
        }
    }
}
