package io.columnseal.spring;

import io.columnseal.KeyStoreException;
import io.columnseal.KeyStoreSchemaException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains key tables that are missing, of another version, or not reached. */
final class KeyStoreFailureAnalyzer extends AbstractFailureAnalyzer<KeyStoreException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, KeyStoreException cause) {
        return cause instanceof KeyStoreSchemaException
                ? new FailureAnalysis(
                        "ColumnSeal does not find its key tables:\n\n    " + cause.getMessage(), """
                        Create the tables in the database of the keys, in one of these ways:

                            - with Flyway: add classpath:columnseal/migration/<postgresql|mysql|h2> to \
                        spring.flyway.locations
                            - with Liquibase: include a sqlFile change for \
                        columnseal/migration/<postgresql|mysql|h2>/V1__columnseal.sql in your changelog
                            - at start-up: set columnseal.key-store.initialize-schema=always
                            - by hand: run io/columnseal/schema/schema-<postgresql|mysql|h2>.sql of the columnseal-core \
                        jar

                        If they are there, point columnseal.key-store.url, columnseal.key-store.schema and \
                        columnseal.key-store.table-prefix to them.""", cause)
                : new FailureAnalysis("ColumnSeal cannot read its keys:\n\n    " + cause.getMessage(), """
                        Check that the database of the key tables is running and reached, and that its user may read \
                        and write them (columnseal.key-store.url, columnseal.key-store.username, or the application's \
                        DataSource).

                        If the database comes up later than the application, set columnseal.startup.kms=wait.""", cause);
    }
}
