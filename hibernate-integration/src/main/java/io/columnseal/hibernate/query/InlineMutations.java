package io.columnseal.hibernate.query;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.compat.EntityTables;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.stream.Stream;
import org.hibernate.dialect.Dialect;
import org.hibernate.metamodel.mapping.ModelPart;
import org.hibernate.persister.entity.AbstractEntityPersister;
import org.hibernate.query.spi.DomainQueryExecutionContext;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.mutation.internal.inline.InlineMutationStrategy;
import org.hibernate.query.sqm.mutation.spi.MultiTableHandlerBuildResult;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableMutationStrategy;
import org.hibernate.query.sqm.tree.SqmDeleteOrUpdateStatement;
import org.hibernate.query.sqm.tree.delete.SqmDeleteStatement;
import org.hibernate.query.sqm.tree.domain.SqmPath;
import org.hibernate.query.sqm.tree.from.SqmRoot;
import org.hibernate.query.sqm.tree.update.SqmAssignment;
import org.hibernate.query.sqm.tree.update.SqmUpdateStatement;

/**
 * Hibernate's inline strategy: it selects the ids first and then changes each table, all through the guarded translator.
 * What it cannot do, and fails at without a word of help, is refused: assigning to an optional secondary table.
 */
final class InlineMutations implements SqmMultiTableMutationStrategy {

    private final SqmMultiTableMutationStrategy inline;
    private final EncryptedAttribute encrypted;

    /** @param encrypted an attribute of the hierarchy, to name in refusals */
    InlineMutations(Dialect dialect, EncryptedAttribute encrypted) {
        this.inline = new InlineMutationStrategy(dialect);
        this.encrypted = encrypted;
    }

    @Override
    public MultiTableHandlerBuildResult buildHandler(
            SqmDeleteOrUpdateStatement<?> statement,
            DomainParameterXref parameters,
            DomainQueryExecutionContext context) {
        requireRows(statement, context);
        return inline.buildHandler(statement, parameters, context);
    }

    /** What Hibernate 6.6 calls in place of {@link #buildHandler}. */
    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public int executeUpdate(
            SqmUpdateStatement<?> statement, DomainParameterXref parameters, DomainQueryExecutionContext context) {
        requireRows(statement, context);
        // By itself it translates nothing if no row is found
        GuardedTranslation.lookedUp(statement, parameters, context);
        return inline.executeUpdate(statement, parameters, context);
    }

    /** What Hibernate 6.6 calls in place of {@link #buildHandler}. */
    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public int executeDelete(
            SqmDeleteStatement<?> statement, DomainParameterXref parameters, DomainQueryExecutionContext context) {
        GuardedTranslation.lookedUp(statement, parameters, context);
        return inline.executeDelete(statement, parameters, context);
    }

    private void requireRows(SqmDeleteOrUpdateStatement<?> statement, DomainQueryExecutionContext context) {
        if (statement instanceof SqmUpdateStatement<?> update) {
            AbstractEntityPersister entity = (AbstractEntityPersister) context.getSession()
                    .getFactory()
                    .getMappingMetamodel()
                    .getEntityDescriptor(update.getTarget().getEntityName());
            for (SqmAssignment<?> assignment : update.getSetClause().getAssignments()) {
                requireRow(entity, assignment.getTargetPath());
            }
        }
    }

    private void requireRow(AbstractEntityPersister entity, SqmPath<?> target) {
        ModelPart part = entity.findSubPart(attributeOf(target));
        if (part != null) {
            part.forEachSelectable((index, column) -> {
                if (isOptional(entity, column.getContainingTableExpression())) {
                    throw new QueryRefusedException(
                            encrypted.entity(),
                            encrypted.path(),
                            "a bulk update that assigns to an optional secondary table of its entity",
                            "Map that table with @SecondaryRow(optional = false), or change entities in a session.");
                }
            });
        }
    }

    /** The attribute of the entity itself that a path begins with. */
    private static String attributeOf(SqmPath<?> path) {
        SqmPath<?> attribute = path;
        while (attribute.getLhs() != null && !(attribute.getLhs() instanceof SqmRoot<?>)) {
            attribute = attribute.getLhs();
        }
        return attribute.getReferencedPathSource().getPathName();
    }

    private static boolean isOptional(AbstractEntityPersister entity, String table) {
        // Also of a subtype whose attribute the statement assigns
        return Stream.concat(Stream.of(entity), entity.getSubMappingTypes().stream())
                .flatMap(type -> EntityTables.of((AbstractEntityPersister) type.getEntityPersister()).stream())
                .anyMatch(mapping -> table.equals(mapping.getTableName()) && mapping.isOptional());
    }
}
