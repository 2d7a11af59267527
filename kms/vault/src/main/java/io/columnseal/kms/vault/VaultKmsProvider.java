package io.columnseal.kms.vault;

import io.columnseal.ConfigurationException;
import io.columnseal.internal.Settings;
import io.columnseal.kms.Kms;
import io.columnseal.kms.internal.KmsProvider;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Vault or OpenBao as settings describe it. */
final class VaultKmsProvider implements KmsProvider {

    private static final String ADDRESS_SETTING = VaultKms.SETTINGS + ".address";
    private static final String APP_ROLE = VaultKms.SETTINGS + ".app-role";
    private static final String KUBERNETES = VaultKms.SETTINGS + ".kubernetes";

    @Override
    public Kms open(Settings settings) {
        VaultKmsBuilder builder = VaultKms.builder(
                        settings.uri(ADDRESS_SETTING)
                                .orElseThrow(() -> new ConfigurationException(
                                        ADDRESS_SETTING, "is required: the URL of the server")),
                        settings.required(VaultKms.KEY_SETTING, "the name of a transit key made with derived=true"))
                .login(login(settings))
                .previousKeys(settings.list(VaultKms.PREVIOUS_KEYS_SETTING));
        settings.text(VaultKms.SETTINGS + ".mount").ifPresent(builder::mount);
        settings.text(VaultKms.SETTINGS + ".namespace").ifPresent(builder::namespace);
        settings.duration(VaultKms.SETTINGS + ".timeout").ifPresent(builder::timeout);
        return builder.build();
    }

    private static VaultLogin login(Settings settings) {
        requireOneLogin(settings);
        Optional<String> token = settings.text(VaultKms.TOKEN_SETTING);
        if (token.isPresent()) {
            return VaultLogin.token(token.get());
        }
        Optional<String> roleId = settings.text(APP_ROLE + ".role-id");
        if (roleId.isPresent()) {
            return VaultLogin.appRole(
                    settings.text(APP_ROLE + ".mount").orElse(VaultLogin.APP_ROLE_MOUNT),
                    roleId.get(),
                    settings.required(APP_ROLE + ".secret-id", "the secret of the role"));
        }
        Optional<String> role = settings.text(KUBERNETES + ".role");
        if (role.isPresent()) {
            return VaultLogin.kubernetes(
                    settings.text(KUBERNETES + ".mount").orElse(VaultLogin.KUBERNETES_MOUNT),
                    role.get(),
                    settings.path(KUBERNETES + ".token-file").orElse(VaultLogin.SERVICE_ACCOUNT_TOKEN));
        }
        throw new ConfigurationException(
                VaultKms.TOKEN_SETTING, "is required, or " + APP_ROLE + ".role-id, or " + KUBERNETES + ".role");
    }

    /** The one that is left over may have the wrong rights, or never expire. */
    private static void requireOneLogin(Settings settings) {
        List<String> logins = Stream.of(VaultKms.TOKEN_SETTING, APP_ROLE + ".role-id", KUBERNETES + ".role")
                .filter(name -> settings.text(name).isPresent())
                .toList();
        if (logins.size() > 1) {
            throw new ConfigurationException(
                    logins.get(0), "is set beside " + logins.get(1) + ", and there is one login: remove the other");
        }
    }
}
