package io.columnseal.kms.pkcs11;

import io.columnseal.ConfigurationException;
import io.columnseal.internal.Settings;
import io.columnseal.kms.Kms;
import io.columnseal.kms.internal.KmsProvider;

/** A token as settings describe it. */
final class Pkcs11KmsProvider implements KmsProvider {

    @Override
    public Kms open(Settings settings) {
        Pkcs11KmsBuilder builder = Pkcs11Kms.builder(
                        settings.path(Pkcs11Kms.LIBRARY_SETTING)
                                .orElseThrow(() -> new ConfigurationException(
                                        Pkcs11Kms.LIBRARY_SETTING, "is required: the HSM's PKCS#11 library")),
                        settings.required(Pkcs11Kms.KEY_SETTING, "the label of an AES key in the token"),
                        settings.required(Pkcs11Kms.SETTINGS + ".pin", "the user's PIN")
                                .toCharArray())
                .previousKeyLabels(settings.list(Pkcs11Kms.PREVIOUS_KEYS_SETTING));
        settings.text(Pkcs11Kms.SLOT_SETTING).ifPresent(id -> builder.slot(slot(id)));
        settings.integer(Pkcs11Kms.SETTINGS + ".slot-list-index").ifPresent(builder::slotListIndex);
        return builder.build();
    }

    private static long slot(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw new ConfigurationException(Pkcs11Kms.SLOT_SETTING, "must be a whole number");
        }
    }
}
