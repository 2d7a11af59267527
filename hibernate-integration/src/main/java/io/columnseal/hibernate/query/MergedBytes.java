package io.columnseal.hibernate.query;

import java.util.List;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.H2Dialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.SelfRenderingExpression;
import org.hibernate.sql.ast.tree.expression.SqlTuple;
import org.hibernate.sql.ast.tree.insert.ConflictClause;
import org.hibernate.sql.ast.tree.insert.InsertSelectStatement;
import org.hibernate.sql.ast.tree.insert.Values;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * Says on H2 that bytes are bytes in {@code insert … on conflict do update}. Hibernate makes a {@code merge … using (values
 * (?, …))} of it, whose parameters have no type: H2 takes them for texts and replaces whatever is no UTF-8, which destroys
 * sealed values without an error.
 */
final class MergedBytes {

    private MergedBytes() {}

    static void type(InsertSelectStatement insert, Dialect dialect) {
        ConflictClause conflict = insert.getConflictClause();
        if (conflict == null || !conflict.isDoUpdate() || !(dialect instanceof H2Dialect)) {
            return;
        }
        for (Values row : insert.getValuesList()) {
            row.getExpressions().replaceAll(MergedBytes::typed);
        }
    }

    private static Expression typed(Expression value) {
        if (value instanceof SqlTuple tuple) {
            List<Expression> parts = tuple.getExpressions().stream()
                    .map(part -> typed((Expression) part))
                    .toList();
            return new SqlTuple(parts, tuple.getExpressionType());
        }
        JdbcMappingContainer type = value.getExpressionType();
        return type != null && type.getJdbcTypeCount() == 1 && isBytes(type) ? new TypedBytes(value) : value;
    }

    private static boolean isBytes(JdbcMappingContainer type) {
        return switch (type.getSingleJdbcMapping().getJdbcType().getDdlTypeCode()) {
            case SqlTypes.BINARY, SqlTypes.VARBINARY, SqlTypes.LONGVARBINARY, SqlTypes.LONG32VARBINARY, SqlTypes.BLOB ->
                true;
            default -> false;
        };
    }

    /** A cast to {@code varbinary} would cut what is longer than H2's limit; the column's own length is checked later. */
    private record TypedBytes(Expression value) implements SelfRenderingExpression {

        @Override
        public void renderToSql(
                SqlAppender sql, SqlAstTranslator<?> translator, SessionFactoryImplementor sessionFactory) {
            sql.append("cast(");
            value.accept(translator);
            sql.append(" as blob)");
        }

        @Override
        public @Nullable JdbcMappingContainer getExpressionType() {
            return value.getExpressionType();
        }
    }
}
