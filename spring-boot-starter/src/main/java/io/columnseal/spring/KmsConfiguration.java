package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.Kms;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The KMS that the properties describe, unless the application or another module brings one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "columnseal.enabled", matchIfMissing = true)
@ConditionalOnMissingBean({ColumnSeal.class, Kms.class})
class KmsConfiguration {

    @Bean
    Kms columnSealKms(
            ColumnSealProperties properties,
            ObjectProvider<KeyDatabase> keyDatabase,
            ObjectProvider<DataKeyStore> keyStore) {
        return new ConfiguredKms(
                        properties.kms(),
                        properties.deployment(),
                        () -> endsWithProcess(keyDatabase.getIfAvailable(), keyStore.getIfAvailable()))
                .open();
    }

    private static boolean endsWithProcess(@Nullable KeyDatabase keyDatabase, @Nullable DataKeyStore keyStore) {
        return keyDatabase == null ? keyStore instanceof InMemoryDataKeyStore : keyDatabase.isInMemory();
    }
}
