package io.columnseal.kms.azure;

import io.columnseal.ConfigurationException;
import io.columnseal.internal.Settings;
import io.columnseal.kms.Kms;
import io.columnseal.kms.internal.KmsProvider;

/** Azure Key Vault as settings describe it, with the default chain of Azure's identity library. */
final class AzureKmsProvider implements KmsProvider {

    private static final String SSL_BUNDLE_SETTING = AzureKms.SETTINGS + ".ssl-bundle";

    @Override
    public Kms open(Settings settings) {
        if (settings.text(SSL_BUNDLE_SETTING).isPresent()) {
            throw new ConfigurationException(
                    SSL_BUNDLE_SETTING,
                    "is known to Spring Boot only. Here those are trusted whom the JVM trusts:"
                            + " -Djavax.net.ssl.trustStore=FILE");
        }
        AzureKmsBuilder builder = AzureKms.builder(settings.required(AzureKms.KEY_SETTING, AzureKms.KEY_MEANING))
                .previousKeyIds(settings.list(AzureKms.PREVIOUS_KEYS_SETTING))
                .verifyChallenge(
                        settings.bool(AzureKms.SETTINGS + ".verify-challenge").orElse(true));
        settings.constant(AzureKms.WRAPPING_SETTING, KeyWrapping.class).ifPresent(builder::wrapping);
        settings.duration(AzureKms.SETTINGS + ".timeout").ifPresent(builder::timeout);
        return builder.build();
    }
}
