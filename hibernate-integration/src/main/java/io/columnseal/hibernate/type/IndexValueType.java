package io.columnseal.hibernate.type;

import org.hibernate.type.AbstractSingleColumnStandardBasicType;
import org.hibernate.type.descriptor.jdbc.JdbcLiteralFormatter;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.jspecify.annotations.Nullable;

/** The Hibernate type of index values, as columns and as parameters of lookups. Safe for use by many threads. */
public final class IndexValueType extends AbstractSingleColumnStandardBasicType<Object> {

    /** What it is registered under. */
    public static final String NAME = "columnseal:index-value";

    private static final long serialVersionUID = 1L;

    /** @param jdbcType the dialect's own for short byte arrays */
    public IndexValueType(JdbcType jdbcType) {
        super(jdbcType, new IndexValueJavaType());
    }

    @Override
    public String getName() {
        return NAME;
    }

    /** None: index values are bound. */
    @Override
    public @Nullable JdbcLiteralFormatter<Object> getJdbcLiteralFormatter() {
        return null;
    }
}
