package io.columnseal.kms.gcp;

import io.columnseal.internal.Settings;
import io.columnseal.kms.Kms;
import io.columnseal.kms.internal.KmsProvider;

/** Google Cloud KMS as settings describe it, with the application default credentials. */
final class GcpKmsProvider implements KmsProvider {

    @Override
    public Kms open(Settings settings) {
        GcpKmsBuilder builder = GcpKms.builder(settings.required(GcpKms.KEY_SETTING, GcpKms.KEY_MEANING))
                .previousKeyNames(settings.list(GcpKms.PREVIOUS_KEYS_SETTING));
        settings.uri(GcpKms.SETTINGS + ".endpoint").ifPresent(builder::endpoint);
        settings.duration(GcpKms.SETTINGS + ".timeout").ifPresent(builder::timeout);
        return builder.build();
    }
}
