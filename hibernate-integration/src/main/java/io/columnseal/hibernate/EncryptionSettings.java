package io.columnseal.hibernate;

import io.columnseal.PropertyConfiguration;
import java.util.Set;

/**
 * Names of this module's settings, given to Hibernate like its own. Those of {@link PropertyConfiguration} are understood
 * as well. Do not write a master key into {@code persistence.xml}: Hibernate prints the properties of a persistence unit
 * at DEBUG. Give it to {@code Persistence.createEntityManagerFactory(name, settings)}.
 */
public final class EncryptionSettings {

    /**
     * The {@link io.columnseal.ColumnSeal} to use, as an instance in the settings map. It stays the giver's: closing
     * the session factory does not close it. Without it one is built from {@code columnseal.*} properties and closed
     * with the session factory.
     */
    public static final String INSTANCE = "columnseal.instance";

    /**
     * Whether start-up asks the database if existing columns of encrypted attributes are long enough, and at an
     * application's first start with a key store if the keys of its stored values are in it; {@code true} by default. Costs
     * one metadata query for each schema that has such a column, and at the first start one query for each column.
     */
    public static final String SCHEMA_CHECK = "columnseal.schema-check";

    /**
     * What {@code columnseal.application} is if it is not set. Session factories on one key database that map different
     * entities, in one service or in several, need a name each: what one of them has registered, and another does not map,
     * looks to that one as if it had been renamed.
     */
    public static final String DEFAULT_APPLICATION = "application";

    /**
     * Begins the setting of what reads the values of a column in migration that another library sealed: mapped table and
     * column follow, the value is an instance of {@link io.columnseal.migrate.Importer}.
     */
    public static final String IMPORTER_PREFIX = "columnseal.importer.";

    private EncryptionSettings() {}

    /** Full names of the settings that only this module reads. */
    public static Set<String> names() {
        return Set.of(INSTANCE, SCHEMA_CHECK);
    }
}
