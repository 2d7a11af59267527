package io.columnseal.hibernate.query;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.function.Predicate;
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

    /** @throws QueryRefusedException if an encrypted attribute is set that is not updatable and has no index of its own */
    static void check(SqmSetClause clause, MappingMetamodel model) {
        for (SqmAssignment<?> assignment : clause.getAssignments()) {
            SqmPath<?> target = assignment.getTargetPath();
            if (TargetPaths.root(target) instanceof SqmRoot<?> root) {
                check(target, model.getEntityDescriptor(root.getEntityName()), SelectableMapping::isUpdateable);
            }
        }
    }

    /** @throws QueryRefusedException if an encrypted attribute is given that is not insertable and has no index of its own */
    static void check(SqmInsertValuesStatement<?> statement, MappingMetamodel model) {
        EntityMappingType entity =
                model.getEntityDescriptor(statement.getTarget().getEntityName());
        for (SqmPath<?> target : statement.getInsertionTargetPaths()) {
            check(target, entity, SelectableMapping::isInsertable);
        }
    }

    private static void check(SqmPath<?> target, EntityMappingType entity, Predicate<SelectableMapping> writable) {
        ModelPart part = entity.findByPath(TargetPaths.name(target));
        if (part != null) {
            part.forEachSelectable((position, column) -> check(column, writable));
        }
    }

    private static void check(SelectableMapping column, Predicate<SelectableMapping> writable) {
        EncryptedAttribute attribute = SealedMappings.of(column.getJdbcMapping());
        if (attribute != null && attribute.indexes().isEmpty() && !writable.test(column)) {
            throw QueryGuard.refusal(attribute, Use.ASSIGNED_THOUGH_READ_ONLY);
        }
    }
}
