package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.key.DataKeyStore;
import java.util.Set;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDependsOnDatabaseInitializationDetector;
import org.springframework.core.env.Environment;

/** Lets whatever reads the key tables wait for Flyway, Liquibase and scripts, which may create them. */
final class KeyTablesDependOnInitialization extends AbstractBeansOfTypeDependsOnDatabaseInitializationDetector {

    private final Environment environment;

    KeyTablesDependOnInitialization(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected Set<Class<?>> getDependsOnDatabaseInitializationBeanTypes() {
        // Deferred, scripts wait for the EntityManagerFactory, which waits for the keys: they cannot wait for scripts
        boolean deferred = environment.getProperty("spring.jpa.defer-datasource-initialization", Boolean.class, false);
        return deferred ? Set.of() : Set.of(DataKeyStore.class, ColumnSeal.class);
    }
}
