package io.columnseal.kms.aws;

import io.columnseal.internal.Settings;
import io.columnseal.kms.Kms;
import io.columnseal.kms.internal.KmsProvider;

/** AWS KMS as settings describe it, with the credentials of the SDK's usual chain. */
final class AwsKmsProvider implements KmsProvider {

    @Override
    public Kms open(Settings settings) {
        AwsKmsBuilder builder = AwsKms.builder(settings.required(AwsKms.KEY_SETTING, AwsKms.KEY_MEANING))
                .previousKeyIds(settings.list(AwsKms.PREVIOUS_KEYS_SETTING))
                .hashTenants(settings.bool(AwsKms.SETTINGS + ".hash-tenants").orElse(false));
        settings.text(AwsKms.REGION_SETTING).ifPresent(builder::region);
        settings.text(AwsKms.FALLBACK_REGION_SETTING).ifPresent(builder::fallbackRegion);
        settings.uri(AwsKms.ENDPOINT_SETTING).ifPresent(builder::endpoint);
        settings.duration(AwsKms.SETTINGS + ".timeout").ifPresent(builder::timeout);
        settings.duration(AwsKms.SETTINGS + ".attempt-timeout").ifPresent(builder::attemptTimeout);
        return builder.build();
    }
}
