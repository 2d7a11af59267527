package io.columnseal.spring;

import io.columnseal.ConfigurationException;
import io.columnseal.internal.jdbc.TableNames;
import io.columnseal.reencrypt.RunStore;
import io.columnseal.scheduler.ReencryptionTask;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Re-encryption runs that nodes share. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("columnseal.reencrypt.shared")
class SharedReencryptionConfiguration {

    private static final String PROPERTY = "columnseal.reencrypt.shared";
    private static final String TABLE = "columnseal_tasks";

    /** With db-scheduler. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ReencryptionTask.class)
    static class WithScheduler {

        /** The run is prepared when it is needed: that needs all that is configured here. */
        @Bean
        SharedReencryption columnSealSharedReencryption(
                ObjectProvider<KeyDatabase> keyDatabase,
                ColumnSealProperties properties,
                ObjectProvider<RunStore> runs,
                ObjectProvider<EntityReencryption> reencryption) {
            KeyDatabase database = keyDatabase.getIfAvailable();
            RunStore store = runs.getIfAvailable();
            if (database == null || store == null) {
                throw new ConfigurationException(PROPERTY, "needs keys in a database, where nodes agree upon the work");
            }
            KeyStoreProperties settings = properties.keyStore();
            TableNames names = new TableNames(
                    Objects.requireNonNullElse(settings.schema(), ""),
                    Objects.requireNonNullElse(settings.tablePrefix(), ""));
            return new SharedReencryption(
                    new ReencryptionTask(store, id -> reencryption.getObject().prepare(id)),
                    database.dataSource(),
                    names.of(TABLE));
        }
    }

    /** Without it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("io.columnseal.scheduler.ReencryptionTask")
    static class WithoutScheduler {

        @Bean
        RunStarter columnSealSharedReencryption() {
            throw new ConfigurationException(
                    PROPERTY, "needs the module io.columnseal:columnseal-db-scheduler on the class path");
        }
    }
}
