package io.columnseal.spring;

import io.columnseal.key.FileDataKeyStore;
import io.columnseal.key.SchemaCreation;
import org.jspecify.annotations.Nullable;

/** Where the key tables lie. Not a record, and without {@code toString}, since it holds a password. */
final class KeyStoreProperties {

    /** Line of wrapped keys, in place of a database, that "KeyBundle.generate" made. */
    private final @Nullable String bundle;

    /** JSON file of wrapped keys, in place of a database, for an application with a local database. */
    private final @Nullable String file;

    /** JDBC URL of the primary that holds the key tables, the application's own database by default. */
    private final @Nullable String url;

    /** Login user name for the URL. */
    private final @Nullable String username;

    /** Login password for the URL. */
    private final @Nullable String password;

    /** JDBC driver for the URL, found by the URL by default. */
    private final @Nullable String driverClassName;

    /** Schema (on MySQL: database) of the key tables, the connection's own by default. */
    private final @Nullable String schema;

    /** Put before the name of every key table. */
    private final @Nullable String tablePrefix;

    /** When missing key tables, or a missing key file, are created at start-up. */
    private final @Nullable SchemaCreation initializeSchema;

    KeyStoreProperties(
            @Nullable String bundle,
            @Nullable String file,
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @Nullable String driverClassName,
            @Nullable String schema,
            @Nullable String tablePrefix,
            @Nullable SchemaCreation initializeSchema) {
        this.bundle = bundle;
        this.file = file;
        this.url = url;
        this.username = username;
        this.password = password;
        this.driverClassName = driverClassName;
        this.schema = schema;
        this.tablePrefix = tablePrefix;
        this.initializeSchema = initializeSchema;
    }

    /** Refuses a file beside another place for keys. */
    void requireOnePlace() {
        FileDataKeyStore.requireAlone(file, bundle, url);
    }

    @Nullable String bundle() {
        return bundle;
    }

    @Nullable String file() {
        return file;
    }

    @Nullable String url() {
        return url;
    }

    @Nullable String username() {
        return username;
    }

    @Nullable String password() {
        return password;
    }

    @Nullable String driverClassName() {
        return driverClassName;
    }

    @Nullable String schema() {
        return schema;
    }

    @Nullable String tablePrefix() {
        return tablePrefix;
    }

    @Nullable SchemaCreation initializeSchema() {
        return initializeSchema;
    }
}
