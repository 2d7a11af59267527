package io.columnseal.spring;

import io.columnseal.ConfigurationException;
import io.columnseal.hibernate.compat.TenantMappers;
import jakarta.persistence.EntityManagerFactory;
import javax.sql.DataSource;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/**
 * The one database that holds everything a factory's entities hold, or the reason why there is no such database.
 *
 * @param asker the bean that runs over it, for the refusal
 * @param call what runs over one of several databases instead
 */
record EntityDatabase(Class<?> asker, String call) {

    /**
     * The DataSource that Hibernate itself reads and writes the entities through.
     *
     * @throws ConfigurationException if rows may lie elsewhere, in another database or schema
     */
    DataSource of(EntityManagerFactory factory) {
        SessionFactoryImplementor hibernate = factory.unwrap(SessionFactoryImplementor.class);
        SessionFactoryOptions options = hibernate.getSessionFactoryOptions();
        if (options.isMultiTenancyEnabled()) {
            throw refused("the tenants of this EntityManagerFactory have connections of their own"
                    + " (MultiTenantConnectionProvider)");
        }
        if (TenantMappers.arePresent(options)) {
            throw refused("the tenants of this EntityManagerFactory have schemas or users of their own"
                    + " (TenantSchemaMapper, TenantCredentialsMapper)");
        }
        ConnectionProvider connections = hibernate.getServiceRegistry().requireService(ConnectionProvider.class);
        if (!connections.isUnwrappableAs(DataSource.class)) {
            throw refused("this EntityManagerFactory has no DataSource ("
                    + connections.getClass().getName() + ")");
        }
        DataSource dataSource = connections.unwrap(DataSource.class);
        if (KeyDatabaseLocator.isRouting(dataSource)) {
            throw refused("the DataSource of this EntityManagerFactory routes between several databases");
        }
        return dataSource;
    }

    private ConfigurationException refused(String problem) {
        return new ConfigurationException(
                asker.getSimpleName(),
                "covers one database, but " + problem + ". Run " + call + " once for each"
                        + " database or schema, with a DataSource whose connections lead there, to its primary");
    }
}
