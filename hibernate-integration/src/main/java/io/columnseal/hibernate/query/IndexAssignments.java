package io.columnseal.hibernate.query;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.type.EncryptedType;
import io.columnseal.hibernate.type.IndexValues;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.insert.InsertSelectStatement;
import org.hibernate.sql.ast.tree.insert.Values;
import org.hibernate.sql.ast.tree.update.Assignment;
import org.jspecify.annotations.Nullable;

/**
 * Lets statements that assign values to indexed attributes assign their index values as well. What is no parameter and no
 * literal is left to {@link SealedAssignments} to refuse.
 */
final class IndexAssignments {

    private final EntityMappingType entity;

    /** @param entity what the statement changes */
    IndexAssignments(EntityMappingType entity) {
        this.entity = entity;
    }

    /** The assignments, followed by those of index values. */
    List<Assignment> completed(List<Assignment> assignments) {
        List<Assignment> completed = new ArrayList<>(assignments);
        for (Assignment assignment : assignments) {
            List<ColumnReference> columns = assignment.getAssignable().getColumnReferences();
            List<? extends Expression> values = SealedAssignments.parts(assignment.getAssignedValue());
            for (int i = 0; i < columns.size(); i++) {
                for (IndexColumn index : beside(columns.get(i))) {
                    Expression value = index.valueOf(values.get(i));
                    if (value != null) {
                        completed.add(new Assignment(index.column, value));
                    }
                }
            }
        }
        return completed;
    }

    /** Gives the rows of an insert their index values. */
    void complete(InsertSelectStatement insert) {
        List<ColumnReference> columns = List.copyOf(insert.getTargetColumns());
        for (int i = 0; i < columns.size(); i++) {
            for (IndexColumn index : beside(columns.get(i))) {
                insert.addTargetColumnReferences(index.column);
                for (Values row : insert.getValuesList()) {
                    Expression value =
                            index.valueOf(SealedAssignments.parts(row).get(i));
                    if (value != null) {
                        row.getExpressions().add(value);
                    }
                }
            }
        }
    }

    private List<IndexColumn> beside(ColumnReference target) {
        List<IndexColumn> indexes = new ArrayList<>();
        if (target.getJdbcMapping() instanceof EncryptedType<?> type) {
            EntityMappingType owner = owner(type.attribute());
            for (IndexValues values : type.indexes()) {
                // An audit table has the column and no index
                ColumnReference column = IndexColumns.beside(target, values.index(), owner);
                if (column != null) {
                    indexes.add(new IndexColumn(values, column));
                }
            }
        }
        return indexes;
    }

    /** The entity itself, or the subtype that has the attribute: Hibernate lets a statement name a supertype. */
    private EntityMappingType owner(EncryptedAttribute attribute) {
        return Stream.concat(Stream.of(entity), entity.getSubMappingTypes().stream())
                .filter(type -> has(type, attribute))
                .findFirst()
                .orElseThrow(() -> QueryGuard.refusal(attribute, Use.ASSIGNED_ELSEWHERE));
    }

    private static boolean has(EntityMappingType type, EncryptedAttribute attribute) {
        boolean[] found = new boolean[1];
        type.forEachSelectable(
                (position, column) -> found[0] |= attribute.equals(SealedMappings.of(column.getJdbcMapping())));
        return found[0];
    }

    private record IndexColumn(IndexValues values, ColumnReference column) {

        @Nullable Expression valueOf(Expression assigned) {
            BoundValue bound = BoundValue.of(assigned);
            return bound == null ? null : IndexParameter.toStore(bound, values, column.getJdbcMapping());
        }
    }
}
