package io.columnseal.hibernate.schema;

import io.columnseal.Storage;
import java.sql.Types;

/**
 * A column as the database has it.
 *
 * @param typeCode of {@link Types}
 * @param typeName the database's name of the type
 * @param length bytes or characters it holds; 0 if the database does not say
 */
record ExistingColumn(int typeCode, String typeName, long length) {

    boolean isTooShort(RequiredColumn required) {
        return length > 0 && length < required.minimumLength();
    }

    /** Whether it cannot store what it should; types that JDBC has no name for are left to the database. */
    boolean isOfWrongType(RequiredColumn required) {
        return isScalar() || isPadded() || (required.storage() == Storage.BINARY ? isText() : isBinary());
    }

    /** Whether it fills values up to its length, so that none comes back as it was sealed. */
    boolean isPadded() {
        return switch (typeCode) {
            case Types.CHAR, Types.NCHAR -> true;
            // The one type without a fixed length that a driver reports so
            case Types.BINARY -> !typeName.equalsIgnoreCase("bytea");
            default -> false;
        };
    }

    boolean isText() {
        return switch (typeCode) {
            case Types.CHAR,
                    Types.VARCHAR,
                    Types.LONGVARCHAR,
                    Types.CLOB,
                    Types.NCHAR,
                    Types.NVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.NCLOB -> true;
            default -> false;
        };
    }

    boolean isBinary() {
        return switch (typeCode) {
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> true;
            default -> false;
        };
    }

    private boolean isScalar() {
        return switch (typeCode) {
            case Types.BIT,
                    Types.BOOLEAN,
                    Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.FLOAT,
                    Types.REAL,
                    Types.DOUBLE,
                    Types.NUMERIC,
                    Types.DECIMAL,
                    Types.DATE,
                    Types.TIME,
                    Types.TIME_WITH_TIMEZONE,
                    Types.TIMESTAMP,
                    Types.TIMESTAMP_WITH_TIMEZONE -> true;
            default -> false;
        };
    }
}
