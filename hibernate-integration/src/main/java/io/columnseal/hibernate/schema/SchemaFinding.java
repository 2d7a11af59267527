package io.columnseal.hibernate.schema;

import io.columnseal.Storage;
import io.columnseal.UnsupportedMappingException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.PostgreSQLDialect;
import org.jspecify.annotations.Nullable;

/**
 * A column that does not fit or, of a blind index, is missing.
 *
 * @param existing what the database has; null if it lacks the column
 */
record SchemaFinding(RequiredColumn required, @Nullable ExistingColumn existing, Dialect dialect) {

    /** The statement that adds or changes it; only a comment for a database that Hibernate cannot change columns of. */
    String statement() {
        String table = dialect.getAlterTableString(required.qualifiedTable());
        if (existing == null) {
            return table + " " + dialect.getAddColumnString() + " " + required.quotedColumn() + " "
                    + required.definition() + dialect.getAddColumnSuffixString();
        }
        String change = dialect.supportsAlterColumnType()
                ? dialect.getAlterColumnTypeString(required.quotedColumn(), required.sqlType(), required.definition())
                : null;
        return change == null
                ? "-- " + required.qualifiedTable() + "." + required.quotedColumn() + " must be " + required.sqlType()
                : table + " " + change + conversion();
    }

    UnsupportedMappingException refusal() {
        return new UnsupportedMappingException(
                required.attribute().entity(),
                required.attribute().path(),
                "column " + required.qualifiedTable() + "." + required.quotedColumn() + " " + problem(),
                remedy() + "; columnseal.schema-check=false switches this check off");
    }

    private String problem() {
        if (existing == null) {
            return "is missing";
        }
        String has = "is " + existing.typeName() + (existing.length() > 0 ? "(" + existing.length() + ")" : "");
        if (existing.isPadded()) {
            return has + " and would pad " + required.content() + ", so that none could be used again";
        }
        return existing.isOfWrongType(required)
                ? has + " and cannot store " + required.content()
                : has + ", too short for " + required.content() + ", which take up to " + required.minimumLength();
    }

    private String remedy() {
        String statements = Stream.concat(
                        Stream.of(statement()), existing == null ? required.createIndex().stream() : Stream.empty())
                .collect(Collectors.joining("; "));
        boolean sealed = required.content() == RequiredColumn.Content.SEALED_VALUES;
        return "Run: " + statements
                + (isText() && sealed ? ", or keep a text column with @Encrypted(storage = Storage.TEXT)" : "");
    }

    /** Whether there is a text column that should store bytes. */
    private boolean isText() {
        return existing != null && existing.isText() && required.storage() == Storage.BINARY;
    }

    /** PostgreSQL turns other values into bytes only when told how. */
    private String conversion() {
        boolean needed = dialect instanceof PostgreSQLDialect
                && required.storage() == Storage.BINARY
                && existing != null
                && !existing.isBinary();
        return needed ? " using convert_to(cast(" + required.quotedColumn() + " as text), 'UTF8')" : "";
    }
}
