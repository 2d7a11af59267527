package io.columnseal.hibernate.schema;

import io.columnseal.Storage;
import io.columnseal.UnsupportedMappingException;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.PostgreSQLDialect;

/** A column that exists but cannot store what it should. */
record SchemaFinding(RequiredColumn required, ExistingColumn existing, Dialect dialect) {

    /** The statement that changes it; only a comment for a database that Hibernate cannot change columns of. */
    String statement() {
        String change = dialect.supportsAlterColumnType()
                ? dialect.getAlterColumnTypeString(required.quotedColumn(), required.sqlType(), required.definition())
                : null;
        if (change == null) {
            return "-- " + required.qualifiedTable() + "." + required.quotedColumn() + " must be " + required.sqlType();
        }
        return dialect.getAlterTableString(required.qualifiedTable()) + " " + change + conversion();
    }

    UnsupportedMappingException refusal() {
        String name = required.qualifiedTable() + "." + required.quotedColumn();
        String has = existing.typeName() + (existing.length() > 0 ? "(" + existing.length() + ")" : "");
        String problem = existing.isOfWrongType(required)
                ? "column " + name + " is " + has + " and cannot store sealed values"
                : "column " + name + " is " + has + ", too short for sealed values, which take up to "
                        + required.minimumLength();
        return new UnsupportedMappingException(
                required.attribute().entity(),
                required.attribute().path(),
                problem,
                remedy() + "; columnseal.schema-check=false switches this check off");
    }

    private String remedy() {
        boolean textColumn = existing.isText() && required.storage() == Storage.BINARY;
        return "Run: " + statement()
                + (textColumn ? ", or keep a text column with @Encrypted(storage = Storage.TEXT)" : "");
    }

    /** PostgreSQL turns text into bytes only when told how. */
    private String conversion() {
        return dialect instanceof PostgreSQLDialect && existing.isText() && required.storage() == Storage.BINARY
                ? " using convert_to(" + required.quotedColumn() + ", 'UTF8')"
                : "";
    }
}
