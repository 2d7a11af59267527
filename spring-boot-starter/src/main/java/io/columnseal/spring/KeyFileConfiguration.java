package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.FileDataKeyStore;
import io.columnseal.key.SchemaCreation;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keys in a file, in place of a database, where one is named. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(FileDataKeyStore.SETTING)
@ConditionalOnBooleanProperty(name = "columnseal.enabled", matchIfMissing = true)
@ConditionalOnMissingBean({ColumnSeal.class, DataKeyStore.class})
class KeyFileConfiguration {

    @Bean
    DataKeyStore columnSealKeyStore(ColumnSealProperties properties) {
        KeyStoreProperties settings = properties.keyStore();
        settings.requireOnePlace();
        FileDataKeyStore store = FileDataKeyStore.at(Path.of(String.valueOf(settings.file())));
        return settings.initializeSchema() == SchemaCreation.NEVER ? store : store.createIfMissing();
    }
}
