package io.columnseal.hibernate;

/** Names of this module's settings, given to Hibernate like its own. */
public final class EncryptionSettings {

    /**
     * The {@link io.columnseal.ColumnSeal} to use, as an instance in the settings map. It stays the giver's: closing
     * the session factory does not close it. Without it one is built from {@code columnseal.*} properties and closed
     * with the session factory.
     */
    public static final String INSTANCE = "columnseal.instance";

    /**
     * Whether start-up asks the database if existing columns of encrypted attributes are long enough; {@code true} by
     * default. Costs one metadata query for each schema that has such a column.
     */
    public static final String SCHEMA_CHECK = "columnseal.schema-check";

    private EncryptionSettings() {}
}
