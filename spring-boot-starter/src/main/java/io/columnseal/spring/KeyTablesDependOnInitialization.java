package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.key.DataKeyStore;
import java.util.Set;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDependsOnDatabaseInitializationDetector;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** Lets whatever reads the key tables wait for Flyway, Liquibase and scripts, which may create them. */
final class KeyTablesDependOnInitialization extends AbstractBeansOfTypeDependsOnDatabaseInitializationDetector {

    private static final String ENTITY_MANAGER_FACTORY = "jakarta.persistence.EntityManagerFactory";

    private final Environment environment;

    KeyTablesDependOnInitialization(Environment environment) {
        this.environment = environment;
    }

    /**
     * Nothing, if Spring Boot was told to let all of them, Flyway and Liquibase included, wait for Hibernate: Hibernate
     * waits for the keys, so these cannot wait for them in turn.
     */
    @Override
    public Set<String> detect(ConfigurableListableBeanFactory beanFactory) {
        boolean deferred = environment.getProperty("spring.jpa.defer-datasource-initialization", Boolean.class, false);
        return deferred && hasEntities(beanFactory) ? Set.of() : super.detect(beanFactory);
    }

    @Override
    protected Set<Class<?>> getDependsOnDatabaseInitializationBeanTypes() {
        return Set.of(DataKeyStore.class, ColumnSeal.class);
    }

    private static boolean hasEntities(ConfigurableListableBeanFactory beanFactory) {
        ClassLoader classes = beanFactory.getBeanClassLoader();
        if (!ClassUtils.isPresent(ENTITY_MANAGER_FACTORY, classes)) {
            return false;
        }
        Class<?> type = ClassUtils.resolveClassName(ENTITY_MANAGER_FACTORY, classes);
        return beanFactory.getBeanNamesForType(type, true, false).length > 0;
    }
}
