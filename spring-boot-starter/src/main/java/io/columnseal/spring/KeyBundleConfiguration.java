package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.KeyBundle;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keys in a line of text, in place of a database, where there is one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("columnseal.key-store.bundle")
@ConditionalOnBooleanProperty(name = "columnseal.enabled", matchIfMissing = true)
@ConditionalOnMissingBean({ColumnSeal.class, DataKeyStore.class})
class KeyBundleConfiguration {

    @Bean
    DataKeyStore columnSealKeyStore(ColumnSealProperties properties) {
        KeyStoreProperties settings = properties.keyStore();
        settings.requireOnePlace();
        return KeyBundle.parse(settings.bundle()).store();
    }
}
