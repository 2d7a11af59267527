package io.columnseal.hibernate.query;

import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.sql.ast.SqlAstWalker;
import org.hibernate.sql.ast.tree.expression.JdbcParameter;
import org.hibernate.sql.exec.spi.ExecutionContext;
import org.hibernate.sql.exec.spi.JdbcParameterBinder;
import org.hibernate.sql.exec.spi.JdbcParameterBindings;
import org.jspecify.annotations.Nullable;

/**
 * A parameter whose binding may be refused. A statement is translated once for sessions of all kinds, so what depends on
 * the session is found out when its values are bound.
 */
record CheckedParameter(JdbcParameter parameter, Check check) implements JdbcParameter {

    /** Throws if the session may not bind what it is about to bind. */
    @FunctionalInterface
    interface Check {
        void run(JdbcParameterBindings bindings, ExecutionContext execution);
    }

    @Override
    public JdbcParameterBinder getParameterBinder() {
        return (statement, position, bindings, execution) -> {
            check.run(bindings, execution);
            parameter.getParameterBinder().bindParameterValue(statement, position, bindings, execution);
        };
    }

    @Override
    public @Nullable Integer getParameterId() {
        return parameter.getParameterId();
    }

    @Override
    public JdbcMappingContainer getExpressionType() {
        return parameter.getExpressionType();
    }

    @Override
    public void accept(SqlAstWalker walker) {
        walker.visitParameter(this);
    }
}
