package io.columnseal.benchmarks.patient;

import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.cfg.BatchSettings;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** Configures Hibernate as applications have it: batches of 50, ordered statements, a pool with auto-commit off. */
public final class PatientFactories {

    private PatientFactories() {}

    /** Over tables that exist. */
    public static HibernatePersistenceConfiguration configuration(
            Class<?> entity, DataSource dataSource, Map<String, Object> settings) {
        HibernatePersistenceConfiguration configuration = new HibernatePersistenceConfiguration("benchmark");
        configuration.managedClass(entity);
        configuration.property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource);
        configuration.property(BatchSettings.STATEMENT_BATCH_SIZE, 50);
        configuration.property(BatchSettings.ORDER_INSERTS, true);
        configuration.property(BatchSettings.ORDER_UPDATES, true);
        configuration.property(JdbcSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, true);
        settings.forEach(configuration::property);
        return configuration;
    }

    /** The same, creating the tables. */
    public static HibernatePersistenceConfiguration creating(
            Class<?> entity, DataSource dataSource, Map<String, Object> settings) {
        return (HibernatePersistenceConfiguration) configuration(entity, dataSource, settings)
                .property(SchemaToolingSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, "create");
    }
}
