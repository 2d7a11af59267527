package io.columnseal.hibernate.compat;

import java.sql.Types;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.spi.JdbcTypeRegistry;

/**
 * The JDBC type that a column is bound as: Hibernate 6.6 gives drivers its own codes for long texts and long bytes, with
 * which PostgreSQL's binds no null.
 */
public final class ColumnJdbcType {

    private ColumnJdbcType() {}

    /** @param sqlTypeCode one of {@link SqlTypes}, which the column is defined by */
    public static JdbcType of(JdbcTypeRegistry types, int sqlTypeCode) {
        JdbcType type = types.getDescriptor(sqlTypeCode);
        return switch (type.getJdbcTypeCode()) {
            case SqlTypes.LONG32VARCHAR -> types.getDescriptor(Types.LONGVARCHAR);
            case SqlTypes.LONG32VARBINARY -> types.getDescriptor(Types.LONGVARBINARY);
            default -> type;
        };
    }
}
