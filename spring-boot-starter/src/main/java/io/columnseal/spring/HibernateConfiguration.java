package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.PropertyConfiguration;
import io.columnseal.hibernate.EncryptionSettings;
import io.columnseal.migrate.MigrationPhase;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.boot.jpa.autoconfigure.EntityManagerFactoryDependsOnPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.util.StringUtils;

/** Hands the application's {@link ColumnSeal} to Hibernate, and keeps it open for as long as Hibernate is. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({HibernatePropertiesCustomizer.class, LocalContainerEntityManagerFactoryBean.class})
class HibernateConfiguration {

    private static final String APPLICATION = PropertyConfiguration.PREFIX + "application";

    @Bean
    HibernatePropertiesCustomizer columnSealHibernateProperties(
            ListableBeanFactory beans, ColumnSealProperties properties, Environment environment) {
        String application = ColumnSealAutoConfiguration.application(properties, environment);
        return hibernate -> {
            hibernate.computeIfAbsent(EncryptionSettings.INSTANCE, absent -> onlySeal(beans));
            if (StringUtils.hasText(application)) {
                // A persistence unit among several has a name of its own
                hibernate.putIfAbsent(APPLICATION, application);
            }
            properties
                    .migration()
                    .forEach((column, phase) -> hibernate.put(MigrationPhase.SETTING_PREFIX + column, phase));
            if (properties.schemaCheck() != null) {
                hibernate.put(EncryptionSettings.SCHEMA_CHECK, properties.schemaCheck());
            }
        };
    }

    /** Entities sealed under no key, or another application's, would be found out long after they were written. */
    private static ColumnSeal onlySeal(ListableBeanFactory beans) {
        try {
            return beans.getBean(ColumnSeal.class);
        } catch (NoUniqueBeanDefinitionException e) {
            throw new ConfigurationException(
                    EncryptionSettings.INSTANCE,
                    "there are several ColumnSeal beans and none is primary: "
                            + String.join(", ", beans.getBeanNamesForType(ColumnSeal.class))
                            + ". Mark the one that seals the entities as @Primary, or put it under this name in a"
                            + " HibernatePropertiesCustomizer of your own");
        }
    }

    /** Also for factories that the application defines itself. */
    @Bean
    static EntityManagerFactoryDependsOnPostProcessor columnSealBeforeEntityManagerFactory() {
        return new EntityManagerFactoryDependsOnPostProcessor(ColumnSeal.class);
    }
}
