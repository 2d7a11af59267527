package io.columnseal.hibernate.query;

import io.columnseal.hibernate.type.IndexValues;
import io.columnseal.hibernate.type.LookupSessions;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.sql.exec.internal.AbstractJdbcParameter;
import org.hibernate.sql.exec.spi.ExecutionContext;
import org.hibernate.sql.exec.spi.JdbcParameterBindings;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that the statement does not know of: it binds the index value of another parameter or a literal. A statement
 * is translated once for all sessions, so the value is made for the tenant of the one that executes it.
 */
final class IndexParameter extends AbstractJdbcParameter {

    private final BoundValue source;
    private final Form form;

    private IndexParameter(BoundValue source, Form form, JdbcMapping type) {
        super(type);
        this.source = source;
        this.form = form;
    }

    /** For assigning to the column of index values. */
    static IndexParameter toStore(BoundValue source, IndexValues values, JdbcMapping type) {
        return new IndexParameter(
                source,
                (value, execution) -> value == null ? null : values.toStore(value, execution.getSession()),
                type);
    }

    /**
     * For comparing with it.
     *
     * @param others whether rows with other index values may be found by it
     */
    static IndexParameter toLookUp(BoundValue source, IndexValues values, int slot, boolean others, JdbcMapping type) {
        Form form = (value, execution) -> {
            SharedSessionContractImplementor session = execution.getSession();
            if (others) {
                LookupSessions.refuseOthers(session, values.attribute());
            }
            if (Boolean.TRUE.equals(execution.getQueryOptions().isResultCachingEnabled())) {
                values.refuseCaching(session);
            }
            return values.toLookUp(value, slot, session);
        };
        return new IndexParameter(source, form, type);
    }

    @Override
    public void bindParameterValue(
            PreparedStatement statement, int position, JdbcParameterBindings bindings, ExecutionContext execution)
            throws SQLException {
        byte[] value = form.of(source.in(bindings), execution);
        bindParameterValue(getJdbcMapping(), statement, value, position, execution);
    }

    @FunctionalInterface
    private interface Form {
        byte @Nullable [] of(@Nullable Object value, ExecutionContext execution);
    }
}
