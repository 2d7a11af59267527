package io.columnseal.hibernate.query;

import java.util.List;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.FunctionExpression;
import org.hibernate.sql.ast.tree.expression.SelfRenderingExpression;
import org.jspecify.annotations.Nullable;

/**
 * An operand whose case the database folds, as it does for an attribute that is not encrypted.
 *
 * @param function {@code lower} or {@code upper}
 */
record InOneCase(String function, Expression operand) implements SelfRenderingExpression, FunctionExpression {

    /** @param function null for an operand as it is */
    static Expression of(@Nullable String function, Expression operand) {
        return function == null ? operand : new InOneCase(function, operand);
    }

    @Override
    public void renderToSql(SqlAppender sql, SqlAstTranslator<?> translator, SessionFactoryImplementor factory) {
        sql.append(function);
        sql.append('(');
        operand.accept(translator);
        sql.append(')');
    }

    @Override
    public @Nullable JdbcMappingContainer getExpressionType() {
        return operand.getExpressionType();
    }

    @Override
    public String getFunctionName() {
        return function;
    }

    @Override
    public List<? extends SqlAstNode> getArguments() {
        return List.of(operand);
    }
}
