package io.columnseal.hibernate.query;

import io.columnseal.QueryRefusedException;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.hibernate.catalogue.ColumnScan;
import java.util.List;
import java.util.Locale;
import org.hibernate.dialect.function.SqlColumn;
import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.query.sqm.function.SelfRenderingFunctionSqlAstExpression;
import org.hibernate.query.sqm.tree.expression.SqmFunction;
import org.hibernate.sql.ast.spi.StringBuilderSqlAppender;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.jspecify.annotations.Nullable;

/**
 * Refuses {@code column(p.name as type)} of a sealed column: it reaches the column past the attribute. Names are compared
 * without the table, so a plain column of the same name elsewhere is refused with it.
 */
final class NamedColumns {

    private NamedColumns() {}

    static void check(SqmFunction<?> function, Expression translated, MappingMetamodel model) {
        if (function.getFunctionDescriptor() instanceof SqlColumn
                && translated instanceof SelfRenderingFunctionSqlAstExpression<?> call) {
            StringBuilderSqlAppender sql = new StringBuilderSqlAppender();
            call.renderToSql(sql, null, null);
            String qualified = sql.toString();
            SealedColumn sealed = find(ColumnScan.of(model), bare(qualified.substring(qualified.lastIndexOf('.') + 1)));
            if (sealed != null) {
                throw new QueryRefusedException(
                        sealed.entity(), sealed.attribute(), "column()", Use.PASSED_TO_A_FUNCTION.remedy());
            }
        }
    }

    private static @Nullable SealedColumn find(List<SealedColumn> columns, String name) {
        return columns.stream()
                .filter(column -> bare(column.column()).equals(name))
                .findFirst()
                .orElse(null);
    }

    private static String bare(String name) {
        return name.replaceAll("[\"`\\[\\]]", "").toLowerCase(Locale.ROOT);
    }
}
