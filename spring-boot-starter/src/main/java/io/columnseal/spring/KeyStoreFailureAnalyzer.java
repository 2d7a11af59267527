package io.columnseal.spring;

import io.columnseal.KeyFileException;
import io.columnseal.KeyStoreException;
import io.columnseal.KeyStoreSchemaException;
import io.columnseal.Retryable;
import io.columnseal.key.FileDataKeyStore;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains key tables that are missing, of another version, refused or not reached. */
final class KeyStoreFailureAnalyzer extends AbstractFailureAnalyzer<KeyStoreException> {

    private static final String CREATE = """
            Create the tables in the database of the keys, in one of these ways:

                - with Flyway, in a new application: add classpath:columnseal/migration/<postgresql|mysql|h2> to \
            spring.flyway.locations
                - with Flyway, in an application that has migrated before: copy \
            columnseal/migration/<postgresql|mysql|h2>/V1__columnseal.sql of the columnseal-core jar to your own \
            migrations, under your next version; as version 1 it would be refused or never run
                - with Liquibase: include a sqlFile change for \
            columnseal/migration/<postgresql|mysql|h2>/V1__columnseal.sql in your changelog
                - at start-up: set columnseal.key-store.initialize-schema=always
                - by hand: run io/columnseal/schema/schema-<postgresql|mysql|h2>.sql of the columnseal-core jar

            MariaDB takes the mysql scripts. The scripts create the tables under their plain names in the connection's \
            own schema: with columnseal.key-store.schema or columnseal.key-store.table-prefix set, run a copy that \
            has them in its names, or let start-up create the tables.

            With spring.jpa.defer-datasource-initialization=true, Spring Boot runs Flyway, Liquibase and scripts after \
            Hibernate, which is too late: remove it, or let start-up create the tables.

            If they are there, point columnseal.key-store.url, columnseal.key-store.schema and \
            columnseal.key-store.table-prefix to them.""";

    private static final String REACH = """
            Check that the database of the key tables is running and reached, and that its user may read and write \
            them (columnseal.key-store.url, columnseal.key-store.username, or the application's DataSource).""";

    private static final String WAIT =
            "\n\nIf the database comes up later than the application, set columnseal.startup.kms=wait.";

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, KeyStoreException cause) {
        if (cause instanceof KeyFileException) {
            return new FailureAnalysis(
                    "ColumnSeal cannot use its key file:\n\n    " + cause.getMessage(),
                    "Do what is said above; nothing was written. The file is set by " + FileDataKeyStore.SETTING + ".",
                    cause);
        }
        if (cause instanceof KeyStoreSchemaException) {
            return new FailureAnalysis(
                    "ColumnSeal does not find its key tables:\n\n    " + cause.getMessage(), CREATE, cause);
        }
        return new FailureAnalysis(
                "ColumnSeal cannot read its keys:\n\n    " + cause.getMessage(),
                // Waiting does not give a user a right it lacks
                cause instanceof Retryable ? REACH + WAIT : REACH,
                cause);
    }
}
