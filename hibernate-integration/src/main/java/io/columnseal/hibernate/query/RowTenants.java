package io.columnseal.hibernate.query;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.type.BulkStatements;
import io.columnseal.hibernate.type.TenantAttribute;
import java.util.List;
import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.query.sqm.sql.internal.SqmParameterInterpretation;
import org.hibernate.query.sqm.tree.domain.SqmPath;
import org.hibernate.query.sqm.tree.from.SqmRoot;
import org.hibernate.query.sqm.tree.insert.SqmInsertValuesStatement;
import org.hibernate.query.sqm.tree.update.SqmAssignment;
import org.hibernate.query.sqm.tree.update.SqmSetClause;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JdbcParameter;
import org.hibernate.sql.ast.tree.insert.InsertSelectStatement;
import org.hibernate.sql.ast.tree.insert.Values;
import org.jspecify.annotations.Nullable;

/**
 * Keeps bulk statements from giving a row to another tenant than the one its values are sealed for: that tenant could
 * not read them, and the one who could would not see the row. Entities are protected by Hibernate itself.
 */
final class RowTenants {

    private RowTenants() {}

    /** @throws QueryRefusedException if the {@code @TenantId} of an entity with tenants' encrypted attributes is set */
    static void check(SqmSetClause clause, MappingMetamodel model) {
        for (SqmAssignment<?> assignment : clause.getAssignments()) {
            SqmPath<?> target = assignment.getTargetPath();
            if (TargetPaths.root(target) instanceof SqmRoot<?> root) {
                EntityPersister entity = model.getEntityDescriptor(root.getEntityName());
                TenantAttribute tenant = TenantAttribute.of(entity);
                EncryptedAttribute sealed =
                        tenant == null || !isOrHolds(TargetPaths.name(target), tenant) ? null : first(entity, model);
                if (sealed != null) {
                    throw refused(
                            sealed,
                            "a bulk statement that gives rows to another tenant",
                            "Its values stay sealed for the tenant they have: persist them anew in a session of the"
                                    + " other one.");
                }
            }
        }
    }

    /**
     * Has the tenants of inserted rows compared with the session's when they are bound, if anything is sealed for them.
     *
     * @throws QueryRefusedException if they are given as anything but parameters
     */
    static void check(SqmInsertValuesStatement<?> statement, InsertSelectStatement insert, MappingMetamodel model) {
        EntityPersister entity = model.getEntityDescriptor(statement.getTarget().getEntityName());
        TenantAttribute tenant = TenantAttribute.of(entity);
        EncryptedAttribute sealed = tenant == null ? null : first(insert.getTargetColumns());
        if (tenant == null || sealed == null) {
            return;
        }
        List<SqmPath<?>> targets = statement.getInsertionTargetPaths();
        for (int i = 0; i < targets.size(); i++) {
            if (isOrHolds(TargetPaths.name(targets.get(i)), tenant)) {
                for (Values row : insert.getValuesList()) {
                    row.getExpressions().set(i, compared(row.getExpressions().get(i), sealed));
                }
            }
        }
    }

    private static Expression compared(Expression tenant, EncryptedAttribute sealed) {
        if (tenant instanceof SqmParameterInterpretation interpretation) {
            return compared(interpretation.getResolvedExpression(), sealed);
        }
        if (!(tenant instanceof JdbcParameter parameter)) {
            throw refused(
                    sealed,
                    "an insert whose tenant is no parameter",
                    "Bind the tenant as a parameter of its own, which is then compared with the session's.");
        }
        return new CheckedParameter(
                parameter,
                (bindings, execution) -> BulkStatements.requireOwnRow(
                        execution.getSession(),
                        sealed.context(),
                        parameter.getExpressionType().getSingleJdbcMapping(),
                        bindings.getBinding(parameter).getBindValue()));
    }

    private static @Nullable EncryptedAttribute first(List<ColumnReference> columns) {
        for (ColumnReference column : columns) {
            EncryptedAttribute attribute = SealedMappings.firstOfTenants(column.getExpressionType());
            if (attribute != null) {
                return attribute;
            }
        }
        return null;
    }

    /** Of the whole hierarchy: its rows lie in the same tables. */
    private static @Nullable EncryptedAttribute first(EntityPersister entity, MappingMetamodel model) {
        EncryptedAttribute[] found = new EncryptedAttribute[1];
        model.getEntityDescriptor(entity.getRootEntityName())
                .visitSubTypeAttributeMappings(
                        attribute -> found[0] = found[0] == null ? SealedMappings.firstOfTenants(attribute) : found[0]);
        return found[0];
    }

    private static boolean isOrHolds(String path, TenantAttribute tenant) {
        return tenant.path().equals(path) || tenant.path().startsWith(path + ".");
    }

    private static QueryRefusedException refused(EncryptedAttribute attribute, String use, String remedy) {
        return new QueryRefusedException(attribute.entity(), attribute.path(), use, remedy);
    }
}
