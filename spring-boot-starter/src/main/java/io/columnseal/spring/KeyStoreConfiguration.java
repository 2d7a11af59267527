package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.SchemaCreation;
import io.columnseal.reencrypt.JdbcRunStore;
import io.columnseal.reencrypt.RunStore;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;

/** Keys in a relational database, on connections of their own, unless the application keeps them elsewhere. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(JdbcConnectionDetails.class)
@ConditionalOnBooleanProperty(name = "columnseal.enabled", matchIfMissing = true)
@ConditionalOnMissingBean({ColumnSeal.class, DataKeyStore.class})
@Import(DatabaseInitializationDependencyConfigurer.class)
@ImportRuntimeHints(SchemaScriptHints.class)
class KeyStoreConfiguration {

    @Bean
    KeyDatabase columnSealKeyDatabase(
            ColumnSealProperties properties,
            @ColumnSealDataSource ObjectProvider<DataSource> own,
            ObjectProvider<DataSource> application,
            ObjectProvider<JdbcConnectionDetails> details,
            ObjectProvider<DataSourceProperties> dataSourceProperties) {
        DataSource given = own.getIfAvailable();
        if (given != null) {
            return KeyDatabase.given(given);
        }
        return KeyDatabase.pooled(new KeyDatabaseLocator(properties.keyStore())
                .locate(
                        Optional.ofNullable(application.getIfUnique()),
                        Optional.ofNullable(details.getIfUnique()),
                        Optional.ofNullable(dataSourceProperties.getIfUnique())));
    }

    @Bean
    JdbcDataKeyStore columnSealKeyStore(ColumnSealProperties properties, KeyDatabase keyDatabase) {
        KeyStoreProperties settings = properties.keyStore();
        JdbcDataKeyStore store = JdbcDataKeyStore.on(keyDatabase.dataSource())
                .withSchemaCreation(
                        settings.initializeSchema() == null ? SchemaCreation.DEFAULT : settings.initializeSchema());
        if (settings.schema() != null) {
            store = store.withSchema(settings.schema());
        }
        if (settings.tablePrefix() != null) {
            store = store.withTablePrefix(settings.tablePrefix());
        }
        return store;
    }

    /** Beside the keys, where every node and the command line find it. */
    @Bean
    @ConditionalOnMissingBean(RunStore.class)
    JdbcRunStore columnSealRunStore(ColumnSealProperties properties, KeyDatabase keyDatabase) {
        KeyStoreProperties settings = properties.keyStore();
        JdbcRunStore runs = JdbcRunStore.on(keyDatabase.dataSource());
        if (settings.schema() != null) {
            runs = runs.withSchema(settings.schema());
        }
        if (settings.tablePrefix() != null) {
            runs = runs.withTablePrefix(settings.tablePrefix());
        }
        return runs;
    }
}
