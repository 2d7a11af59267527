package io.columnseal.hibernate.internal;

import io.columnseal.ColumnSeal;
import io.columnseal.migrate.Importer;
import io.columnseal.migrate.MigrationPhase;
import java.util.Map;
import org.hibernate.service.Service;

/** The encryption of one Hibernate service registry. Safe for use by many threads. */
public interface EncryptionService extends Service {

    /**
     * The seal of this registry: the one that was given, else one built from properties on first use, which is closed
     * with the registry.
     *
     * @throws io.columnseal.ConfigurationException if none is configured; the message names the settings
     */
    ColumnSeal seal();

    /** The name under which this application's columns are registered. */
    String application();

    /**
     * The phases that are declared for columns in migration, by the rest of the setting's name: mapped table and column.
     *
     * @throws io.columnseal.ConfigurationException if one names no phase
     */
    Map<String, MigrationPhase> migrations();

    /**
     * The importers of columns in migration, by mapped table and column.
     *
     * @throws io.columnseal.ConfigurationException if one is no importer
     */
    Map<String, Importer> importers();

    /** Whether start-up asks the database if the columns are long enough, and the keys of their values there. */
    boolean checksSchema();
}
