package io.columnseal.hibernate.query;

import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.jspecify.annotations.Nullable;

/** Finds the column of index values beside the sealed column of an indexed attribute. */
final class IndexColumns {

    private IndexColumns() {}

    /**
     * The column beside another one, or null if the attribute has no blind index, or not in this entity: an audit table has
     * none.
     *
     * @param sealed the attribute's column where it is used
     */
    static @Nullable ColumnReference beside(
            ColumnReference sealed, EncryptedAttribute attribute, EntityMappingType entity) {
        AttributeIndex index = attribute.index();
        AttributeMapping mapping = index == null ? null : entity.findAttributeMapping(index.property());
        return mapping instanceof SelectableMapping column
                ? new ColumnReference(
                        sealed.getQualifier(), column.getSelectionExpression(), false, null, column.getJdbcMapping())
                : null;
    }
}
