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
        String problem = "column " + name + " is " + has + problem();
        return new UnsupportedMappingException(
                required.attribute().entity(),
                required.attribute().path(),
                problem,
                remedy() + "; columnseal.schema-check=false switches this check off");
    }

    private String problem() {
        if (existing.isPadded()) {
            return " and would pad " + required.content() + ", so that none could be used again";
        }
        return existing.isOfWrongType(required)
                ? " and cannot store " + required.content()
                : ", too short for " + required.content() + ", which take up to " + required.minimumLength();
    }

    private String remedy() {
        boolean textColumn = existing.isText() && required.storage() == Storage.BINARY;
        return "Run: " + statement()
                + (textColumn ? ", or keep a text column with @Encrypted(storage = Storage.TEXT)" : "");
    }

    /** PostgreSQL turns other values into bytes only when told how. */
    private String conversion() {
        boolean needed =
                dialect instanceof PostgreSQLDialect && required.storage() == Storage.BINARY && !existing.isBinary();
        return needed ? " using convert_to(cast(" + required.quotedColumn() + " as text), 'UTF8')" : "";
    }
}
