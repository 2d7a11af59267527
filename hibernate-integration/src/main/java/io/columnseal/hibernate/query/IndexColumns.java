package io.columnseal.hibernate.query;

import io.columnseal.hibernate.internal.AttributeIndex;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.jspecify.annotations.Nullable;

/** Finds columns of index values beside the sealed column of an indexed attribute. */
final class IndexColumns {

    private IndexColumns() {}

    /**
     * The column beside another one, or null if this entity has no such index: an audit table has none.
     *
     * @param sealed the attribute's column where it is used
     */
    static @Nullable ColumnReference beside(ColumnReference sealed, AttributeIndex index, EntityMappingType entity) {
        AttributeMapping mapping = entity.findAttributeMapping(index.property());
        return mapping instanceof SelectableMapping column
                ? new ColumnReference(
                        sealed.getQualifier(), column.getSelectionExpression(), false, null, column.getJdbcMapping())
                : null;
    }
}
