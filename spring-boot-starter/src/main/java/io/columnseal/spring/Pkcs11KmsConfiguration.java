package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.kms.Kms;
import io.columnseal.kms.pkcs11.Pkcs11Kms;
import io.columnseal.kms.pkcs11.Pkcs11KmsBuilder;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An HSM, where it is chosen and its module is there. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Pkcs11Kms.class)
@ConditionalOnProperty(name = ConfiguredKms.TYPE_SETTING, havingValue = "pkcs11")
@ConditionalOnBooleanProperty(name = "columnseal.enabled", matchIfMissing = true)
@ConditionalOnMissingBean({ColumnSeal.class, Kms.class})
@EnableConfigurationProperties(Pkcs11KmsConfiguration.Properties.class)
class Pkcs11KmsConfiguration {

    @Bean
    Kms columnSealKms(Properties properties) {
        Pkcs11KmsBuilder builder = Pkcs11Kms.builder(
                        required(properties.library, "library", "the HSM's PKCS#11 library"),
                        required(properties.keyLabel, "key-label", "the label of an AES key in the token"),
                        required(properties.pin, "pin", "the user's PIN").toCharArray())
                .previousKeyLabels(properties.previousKeyLabels);
        PropertyMapper map = PropertyMapper.get();
        map.from(properties.slot).to(builder::slot);
        map.from(properties.slotListIndex).to(builder::slotListIndex);
        return builder.build();
    }

    private static <T> T required(@Nullable T value, String name, String what) {
        if (value == null) {
            throw new ConfigurationException("columnseal.kms.pkcs11." + name, "is required: " + what);
        }
        return value;
    }

    /** The settings under {@code columnseal.kms.pkcs11}. Not a record, since it holds the PIN. */
    @ConfigurationProperties("columnseal.kms.pkcs11")
    static final class Properties {

        /** The HSM's PKCS#11 library. */
        private final @Nullable Path library;

        /** Label of the AES key in the token that wraps data keys. */
        private final @Nullable String keyLabel;

        /** Labels of AES keys that wrapped earlier data keys. */
        private final List<String> previousKeyLabels;

        /** The user's PIN. */
        private final @Nullable String pin;

        /** Id of the token's slot. */
        private final @Nullable Long slot;

        /** Place of the token's slot in the library's list, from 0, in place of its id. */
        private final @Nullable Integer slotListIndex;

        Properties(
                @Nullable Path library,
                @Nullable String keyLabel,
                @DefaultValue List<String> previousKeyLabels,
                @Nullable String pin,
                @Nullable Long slot,
                @Nullable Integer slotListIndex) {
            this.library = library;
            this.keyLabel = keyLabel;
            this.previousKeyLabels = previousKeyLabels;
            this.pin = pin;
            this.slot = slot;
            this.slotListIndex = slotListIndex;
        }
    }
}
