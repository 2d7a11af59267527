package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.internal.Settings;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.Kms;
import io.columnseal.kms.internal.KmsModule;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The KMS that the properties describe, unless the application or another module brings one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "columnseal.enabled", matchIfMissing = true)
@ConditionalOnMissingBean({ColumnSeal.class, Kms.class})
class KmsConfiguration {

    @Bean
    Kms columnSealKms(
            ColumnSealProperties properties,
            Environment environment,
            ObjectProvider<KeyDatabase> keyDatabase,
            ObjectProvider<DataKeyStore> keyStore) {
        return new ConfiguredKms(
                        properties.kms(),
                        otherKms(environment),
                        properties.deployment(),
                        () -> endsWithProcess(keyDatabase.getIfAvailable(), keyStore.getIfAvailable()))
                .open();
    }

    /** Settings that modules read, or would read if they were there. */
    private static Settings otherKms(Environment environment) {
        Map<String, String> values = new HashMap<>();
        for (String name : KmsModule.settings()) {
            String value = environment.getProperty(name);
            if (value != null) {
                values.put(name, value);
            }
        }
        return Settings.of(values, "", KmsModule.settings());
    }

    private static boolean endsWithProcess(@Nullable KeyDatabase keyDatabase, @Nullable DataKeyStore keyStore) {
        return keyDatabase == null ? keyStore instanceof InMemoryDataKeyStore : keyDatabase.isInMemory();
    }
}
