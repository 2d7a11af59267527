package io.columnseal.cli;

import io.columnseal.ConfigurationException;
import io.columnseal.kms.LocalKms;
import java.io.Console;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks for secrets that no setting holds, without showing what is typed. */
final class SecretPrompt {

    private final Secrets secrets;

    /** @throws ConfigurationException if nobody is there to be asked */
    SecretPrompt(@Nullable Console console) {
        this(of(console));
    }

    SecretPrompt(Secrets secrets) {
        this.secrets = secrets;
    }

    void complete(CommandSettings settings) {
        if (settings.get(CommandSettings.KEYS_USERNAME).isPresent()) {
            ask(settings, CommandSettings.KEYS_PASSWORD, "Password of the key database: ");
        }
        if (settings.get(CommandSettings.DATA_USERNAME).isPresent()) {
            ask(settings, CommandSettings.DATA_PASSWORD, "Password of the application's database: ");
        }
        switch (settings.get("columnseal.kms.type").orElse("local").toLowerCase(Locale.ROOT)) {
            case "local" -> ask(settings, LocalKms.MASTER_KEY_SETTING, "Master key: ");
            case "pkcs11" -> ask(settings, "columnseal.kms.pkcs11.pin", "PIN of the HSM: ");
            case "vault" -> askForVault(settings);
            default -> {
                // Cloud SDKs find credentials by themselves
            }
        }
    }

    private void askForVault(CommandSettings settings) {
        if (settings.get("columnseal.kms.vault.app-role.role-id").isPresent()) {
            ask(settings, "columnseal.kms.vault.app-role.secret-id", "Secret id of the AppRole: ");
        } else if (settings.get("columnseal.kms.vault.kubernetes.role").isEmpty()) {
            ask(settings, "columnseal.kms.vault.token", "Token of Vault: ");
        }
    }

    /** Asks for one, unless it is set. */
    void ask(CommandSettings settings, String name, String question) {
        ask(settings, name, question, answer -> {});
    }

    /**
     * The same for a secret that nothing can be compared with yet.
     *
     * @throws ConfigurationException if it is typed in two ways
     */
    void askTwice(CommandSettings settings, String name, String question) {
        ask(settings, name, question, answer -> {
            char[] again = secrets.read("Once more: ");
            boolean same = Arrays.equals(answer, again);
            wipe(again);
            if (!same) {
                throw new ConfigurationException(name, "was typed in two ways; nothing was done");
            }
        });
    }

    private void ask(CommandSettings settings, String name, String question, Consumer<char[]> check) {
        if (settings.get(name).isPresent()) {
            return;
        }
        char[] answer = secrets.read(question);
        if (answer != null) {
            try {
                check.accept(answer);
                settings.put(name, new String(answer));
            } finally {
                wipe(answer);
            }
        }
    }

    private static void wipe(char @Nullable [] answer) {
        if (answer != null) {
            Arrays.fill(answer, '\0');
        }
    }

    private static Secrets of(@Nullable Console console) {
        if (console == null) {
            throw new ConfigurationException("--prompt", "needs a terminal");
        }
        return console::readPassword;
    }

    /** Where answers come from. */
    @FunctionalInterface
    interface Secrets {
        /** Null if there is no answer. */
        char @Nullable [] read(String question);
    }
}
