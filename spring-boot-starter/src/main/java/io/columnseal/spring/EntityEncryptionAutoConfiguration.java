package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.hibernate.SealedColumns;
import io.columnseal.hibernate.SealedSchema;
import io.columnseal.reencrypt.ReencryptionListener;
import io.columnseal.reencrypt.RunStore;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** What can be asked of the application's entities as a whole, for those who ask. */
@AutoConfiguration(
        after = ColumnSealAutoConfiguration.class,
        afterName = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
@ConditionalOnClass(SessionFactory.class)
@ConditionalOnSingleCandidate(EntityManagerFactory.class)
class EntityEncryptionAutoConfiguration {

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    SealedSchema columnSealSchema(EntityManagerFactory factory) {
        return SealedSchema.of(factory);
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    SealedColumns columnSealColumns(EntityManagerFactory factory) {
        return SealedColumns.of(factory);
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    EntityReencryption columnSealReencryption(
            ColumnSeal seal,
            EntityManagerFactory factory,
            SealedColumns columns,
            ColumnSealProperties properties,
            ObjectProvider<RunStore> runs,
            ObjectProvider<ReencryptionListener> listeners,
            ObjectProvider<RunStarter> nodes) {
        return new EntityReencryption(
                seal,
                factory,
                columns,
                run -> {
                    listeners.orderedStream().forEach(run::listener);
                    return properties.reencrypt().applyTo(run);
                },
                runs.getIfAvailable(),
                nodes::getIfAvailable);
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    EntityIndexRebuild columnSealIndexRebuild(EntityManagerFactory factory, SealedColumns columns) {
        return new EntityIndexRebuild(factory, columns);
    }
}
