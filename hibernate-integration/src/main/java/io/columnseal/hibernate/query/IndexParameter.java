package io.columnseal.hibernate.query;

import io.columnseal.hibernate.type.IndexValues;
import io.columnseal.hibernate.type.LookupSessions;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.BiFunction;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.sql.exec.internal.AbstractJdbcParameter;
import org.hibernate.sql.exec.internal.JdbcParameterBindingImpl;
import org.hibernate.sql.exec.spi.ExecutionContext;
import org.hibernate.sql.exec.spi.JdbcParameterBinding;
import org.hibernate.sql.exec.spi.JdbcParameterBindings;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that the statement does not know of: it binds the index value of another parameter or a literal. A statement
 * is translated once for all sessions, so the value is made for the tenant of the one that executes it.
 */
final class IndexParameter extends AbstractJdbcParameter {

    private final Form form;

    private IndexParameter(Form form, JdbcMapping type) {
        super(type);
        this.form = form;
    }

    /** For assigning to the column of index values. */
    static IndexParameter toStore(BoundValue source, IndexValues values, JdbcMapping type) {
        return new IndexParameter(
                (bindings, execution) -> {
                    Object value = source.in(bindings);
                    return value == null ? null : values.toStore(value, execution.getSession());
                },
                type);
    }

    /**
     * For comparing with it.
     *
     * @param others whether rows with other index values may be found by it
     * @param key of a query whose results are cached
     */
    static IndexParameter toLookUp(
            BoundValue source, IndexValues values, int slot, boolean others, ResultKey key, JdbcMapping type) {
        return toLookUp(
                values, others, key, (bindings, session) -> values.toLookUp(source.in(bindings), slot, session), type);
    }

    /**
     * The same with something else that is made of the value.
     *
     * @param made what to bind
     */
    static IndexParameter toLookUp(IndexValues values, boolean others, ResultKey key, Made made, JdbcMapping type) {
        return lookUp(values, others, key, made::of, type);
    }

    private static IndexParameter lookUp(
            IndexValues values,
            boolean others,
            ResultKey key,
            BiFunction<JdbcParameterBindings, SharedSessionContractImplementor, @Nullable Object> made,
            JdbcMapping type) {
        Form form = (bindings, execution) -> {
            SharedSessionContractImplementor session = execution.getSession();
            if (others) {
                LookupSessions.refuseOthers(session, values.attribute());
            }
            if (Boolean.TRUE.equals(execution.getQueryOptions().isResultCachingEnabled())) {
                values.refuseCaching(session);
                key.requireSound(values.attribute());
            }
            return made.apply(bindings, session);
        };
        return new IndexParameter(form, type);
    }

    /**
     * For comparing with the attribute's own column what is not sealed.
     *
     * @param type the attribute's
     */
    static IndexParameter unsealed(
            BoundValue source, IndexValues values, boolean others, ResultKey key, JdbcMapping type) {
        return lookUp(values, others, key, (bindings, session) -> values.unsealed(source.in(bindings)), type);
    }

    /**
     * Another one that binds what is made of the value that this one binds.
     *
     * @param made what to bind; not called for null
     */
    IndexParameter followedBy(MadeOf made) {
        return new IndexParameter(
                (bindings, execution) -> {
                    byte[] value = (byte[]) made(bindings, execution).getBindValue();
                    return value == null ? null : made.of(value, bindings);
                },
                getJdbcMapping());
    }

    @Override
    public void bindParameterValue(
            PreparedStatement statement, int position, JdbcParameterBindings bindings, ExecutionContext execution)
            throws SQLException {
        bindParameterValue(
                getJdbcMapping(), statement, made(bindings, execution).getBindValue(), position, execution);
    }

    /**
     * Made once and kept with what the query has bound: collections that are fetched by subselect bind it again later, when
     * another tenant may be current.
     */
    private JdbcParameterBinding made(JdbcParameterBindings bindings, ExecutionContext execution) {
        JdbcParameterBinding known = bindings.getBinding(this);
        if (known != null) {
            return known;
        }
        JdbcParameterBinding made = new JdbcParameterBindingImpl(getJdbcMapping(), form.of(bindings, execution));
        bindings.addBinding(this, made);
        return made;
    }

    /** Makes what is bound, null for null, in a session that may look it up. */
    @FunctionalInterface
    interface Made {
        byte @Nullable [] of(JdbcParameterBindings bindings, SharedSessionContractImplementor session);
    }

    /** Makes what is bound of what another parameter binds. */
    @FunctionalInterface
    interface MadeOf {
        byte[] of(byte[] value, JdbcParameterBindings bindings);
    }

    @FunctionalInterface
    private interface Form {
        @Nullable Object of(JdbcParameterBindings bindings, ExecutionContext execution);
    }
}
