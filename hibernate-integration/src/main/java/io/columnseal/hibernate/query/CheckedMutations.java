package io.columnseal.hibernate.query;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.internal.MappingModelCreationProcess;
import org.hibernate.query.spi.DomainQueryExecutionContext;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.mutation.spi.MultiTableHandlerBuildResult;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableMutationStrategy;
import org.hibernate.query.sqm.tree.SqmDeleteOrUpdateStatement;
import org.hibernate.query.sqm.tree.delete.SqmDeleteStatement;
import org.hibernate.query.sqm.tree.update.SqmUpdateStatement;

/**
 * Has the guard translate a bulk update or delete before a strategy of Hibernate's does, which translates it by itself.
 * For hierarchies without encrypted attributes: what such a statement changes is plain, but its conditions may reach
 * encrypted attributes of other entities. The guard's translation is thrown away; only if a blind index has to answer
 * the statement, which Hibernate knows nothing of, it runs as one on an encrypted hierarchy does.
 */
final class CheckedMutations implements SqmMultiTableMutationStrategy {

    private final SqmMultiTableMutationStrategy strategy;

    CheckedMutations(SqmMultiTableMutationStrategy strategy) {
        this.strategy = strategy;
    }

    @Override
    public void prepare(MappingModelCreationProcess process, JdbcConnectionAccess connections) {
        strategy.prepare(process, connections);
    }

    @Override
    public void prepare(MappingModelCreationProcess process) {
        strategy.prepare(process);
    }

    @Override
    public void release(SessionFactoryImplementor factory, JdbcConnectionAccess connections) {
        strategy.release(factory, connections);
    }

    @Override
    public MultiTableHandlerBuildResult buildHandler(
            SqmDeleteOrUpdateStatement<?> statement,
            DomainParameterXref parameters,
            DomainQueryExecutionContext context) {
        return runner(statement, parameters, context).buildHandler(statement, parameters, context);
    }

    /** What Hibernate 6.6 calls in place of {@link #buildHandler}. */
    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public int executeUpdate(
            SqmUpdateStatement<?> statement, DomainParameterXref parameters, DomainQueryExecutionContext context) {
        return runner(statement, parameters, context).executeUpdate(statement, parameters, context);
    }

    /** What Hibernate 6.6 calls in place of {@link #buildHandler}. */
    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public int executeDelete(
            SqmDeleteStatement<?> statement, DomainParameterXref parameters, DomainQueryExecutionContext context) {
        return runner(statement, parameters, context).executeDelete(statement, parameters, context);
    }

    /** The strategy that may run a statement once the guard has seen it. */
    private SqmMultiTableMutationStrategy runner(
            SqmDeleteOrUpdateStatement<?> statement,
            DomainParameterXref parameters,
            DomainQueryExecutionContext context) {
        EncryptedAttribute lookedUp = GuardedTranslation.lookedUp(statement, parameters, context);
        return lookedUp == null
                ? strategy
                : new InlineMutations(
                        context.getSession().getFactory().getJdbcServices().getDialect(), lookedUp);
    }
}
