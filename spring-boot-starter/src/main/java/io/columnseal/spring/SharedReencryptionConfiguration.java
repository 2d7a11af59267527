package io.columnseal.spring;

import io.columnseal.ConfigurationException;
import io.columnseal.internal.jdbc.TableNames;
import io.columnseal.reencrypt.RunStore;
import io.columnseal.scheduler.ReencryptionTask;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Re-encryption runs that nodes share. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("columnseal.reencrypt.shared")
@ConditionalOnBooleanProperty(name = "columnseal.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(RunStarter.class)
class SharedReencryptionConfiguration {

    private static final String PROPERTY = "columnseal.reencrypt.shared";
    private static final String TABLE = "columnseal_tasks";

    /** With db-scheduler. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ReencryptionTask.class)
    static class WithScheduler {

        /** A run is prepared when it is needed: that needs all that is configured here. */
        @Bean
        @ConditionalOnMissingBean
        ReencryptionTask columnSealReencryptionTask(
                ObjectProvider<RunStore> runs, ObjectProvider<EntityReencryption> reencryption) {
            RunStore store = runs.getIfAvailable();
            if (store == null) {
                throw new ConfigurationException(
                        PROPERTY,
                        "needs runs that are remembered where all nodes see them: keep the keys in a database, or define"
                                + " a bean of type " + RunStore.class.getName());
            }
            return new ReencryptionTask(
                    store, id -> reencryption.getObject().prepare().rememberedIn(store, id));
        }

        /** In the database of the keys; where those are not the starter's, in the application's. */
        @Bean
        SharedReencryption columnSealSharedReencryption(
                ReencryptionTask task,
                ColumnSealProperties properties,
                ObjectProvider<KeyDatabase> keyDatabase,
                @ColumnSealDataSource ObjectProvider<DataSource> own,
                ObjectProvider<DataSource> application) {
            KeyStoreProperties settings = properties.keyStore();
            TableNames names = new TableNames(
                    Objects.requireNonNullElse(settings.schema(), ""),
                    Objects.requireNonNullElse(settings.tablePrefix(), ""));
            return new SharedReencryption(task, database(keyDatabase, own, application), names.of(TABLE));
        }

        private static DataSource database(
                ObjectProvider<KeyDatabase> keyDatabase,
                ObjectProvider<DataSource> own,
                ObjectProvider<DataSource> application) {
            KeyDatabase database = keyDatabase.getIfAvailable();
            DataSource given = database == null ? own.getIfAvailable(application::getIfUnique) : database.dataSource();
            if (given == null) {
                throw new ConfigurationException(
                        PROPERTY,
                        "needs a database with the table " + TABLE + ": there is no DataSource, or several without a"
                                + " primary one. Define one that is qualified by @ColumnSealDataSource");
            }
            return given;
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
