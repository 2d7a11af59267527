package io.columnseal.hibernate.query;

import io.columnseal.hibernate.compat.TranslationContext;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.query.spi.DomainQueryExecutionContext;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.sql.internal.SqlAstProcessingStateImpl;
import org.hibernate.query.sqm.tree.from.SqmRoot;
import org.hibernate.query.sqm.tree.insert.SqmInsertSelectStatement;
import org.hibernate.query.sqm.tree.insert.SqmInsertStatement;
import org.hibernate.query.sqm.tree.insert.SqmInsertValuesStatement;
import org.hibernate.sql.ast.tree.MutationStatement;

/**
 * Shows the guard what an insert takes its values from. The translator itself refuses inserts into several tables, so
 * this visits their parts, all but the targets.
 */
final class InsertSourceCheck extends GuardedSqmTranslator<MutationStatement> {

    private final SqmInsertStatement<?> statement;

    InsertSourceCheck(
            SqmInsertStatement<?> statement, DomainParameterXref parameters, DomainQueryExecutionContext context) {
        super(
                statement,
                context.getQueryOptions(),
                parameters,
                context.getQueryParameterBindings(),
                context.getSession().getLoadQueryInfluencers(),
                TranslationContext.of(context.getSession().getFactory()),
                false);
        this.statement = statement;
    }

    /** @throws io.columnseal.QueryRefusedException if it needs the value of an encrypted attribute */
    void run() {
        visitCteContainer(statement);
        pushProcessingState(new SqlAstProcessingStateImpl(null, this, getCurrentClauseStack()::getCurrent));
        registerTarget(statement.getTarget());
        if (statement instanceof SqmInsertSelectStatement<?> select) {
            visitQueryPart(select.getSelectQueryPart());
        } else if (statement instanceof SqmInsertValuesStatement<?> values) {
            values.getValuesList().forEach(this::visitValues);
        }
        visitConflictClause(statement.getConflictClause());
        EncryptedAttribute lookedUp = lookedUp();
        if (lookedUp != null) {
            throw RefusedInsert.refusal(lookedUp, "Select the values first, then insert them as parameters.");
        }
    }

    /** Values and conflict clauses take their types from the target's attributes. */
    private void registerTarget(SqmRoot<?> target) {
        EntityPersister entity = getCreationContext().getMappingMetamodel().getEntityDescriptor(target.getEntityName());
        getFromClauseAccess()
                .registerTableGroup(
                        target.getNavigablePath(),
                        entity.createRootTableGroup(
                                true,
                                target.getNavigablePath(),
                                target.getExplicitAlias(),
                                null,
                                () -> predicate -> {},
                                this));
    }
}
