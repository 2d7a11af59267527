package io.columnseal.hibernate.query;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.mapping.ModelPart;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.query.sqm.tree.domain.SqmPath;
import org.hibernate.query.sqm.tree.from.SqmRoot;
import org.hibernate.query.sqm.tree.insert.SqmInsertValuesStatement;
import org.hibernate.query.sqm.tree.update.SqmAssignment;
import org.hibernate.query.sqm.tree.update.SqmSetClause;

/**
 * Keeps bulk statements from writing a sealed column through an attribute that only reads it: Hibernate would, and leave
 * the blind index that another attribute has on the column.
 */
final class ReadOnlyTargets {

    private ReadOnlyTargets() {}

    /** @throws QueryRefusedException if an encrypted attribute is set that only reads its column and has no index of its own */
    static void check(SqmSetClause clause, MappingMetamodel model) {
        for (SqmAssignment<?> assignment : clause.getAssignments()) {
            SqmPath<?> target = assignment.getTargetPath();
            if (TargetPaths.root(target) instanceof SqmRoot<?> root) {
                check(target, model.getEntityDescriptor(root.getEntityName()));
            }
        }
    }

    /** @throws QueryRefusedException if an encrypted attribute is given that only reads its column and has no index of its own */
    static void check(SqmInsertValuesStatement<?> statement, MappingMetamodel model) {
        EntityMappingType entity =
                model.getEntityDescriptor(statement.getTarget().getEntityName());
        for (SqmPath<?> target : statement.getInsertionTargetPaths()) {
            check(target, entity);
        }
    }

    private static void check(SqmPath<?> target, EntityMappingType entity) {
        ModelPart part = entity.findByPath(TargetPaths.name(target));
        if (part != null) {
            part.forEachSelectable((position, column) -> check(column));
        }
    }

    private static void check(SelectableMapping column) {
        EncryptedAttribute attribute = SealedMappings.of(column.getJdbcMapping());
        boolean readOnly = !column.isInsertable() && !column.isUpdateable();
        if (attribute != null && attribute.indexes().isEmpty() && readOnly) {
            throw QueryGuard.refusal(attribute, Use.ASSIGNED_THOUGH_READ_ONLY);
        }
    }
}
