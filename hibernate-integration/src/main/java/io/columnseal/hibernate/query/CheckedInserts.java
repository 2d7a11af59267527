package io.columnseal.hibernate.query;

import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.internal.MappingModelCreationProcess;
import org.hibernate.query.spi.DomainQueryExecutionContext;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.mutation.spi.MultiTableHandlerBuildResult;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableInsertStrategy;
import org.hibernate.query.sqm.tree.insert.SqmInsertStatement;

/**
 * Has the guard look at an insert before a strategy of Hibernate's translates it by itself. For hierarchies without
 * encrypted attributes: what is inserted may come from entities that have some.
 */
final class CheckedInserts implements SqmMultiTableInsertStrategy {

    private final SqmMultiTableInsertStrategy strategy;

    CheckedInserts(SqmMultiTableInsertStrategy strategy) {
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
            SqmInsertStatement<?> statement, DomainParameterXref parameters, DomainQueryExecutionContext context) {
        check(statement, parameters, context);
        return strategy.buildHandler(statement, parameters, context);
    }

    /** What Hibernate 6.6 calls in place of {@link #buildHandler}. */
    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public int executeInsert(
            SqmInsertStatement<?> statement, DomainParameterXref parameters, DomainQueryExecutionContext context) {
        check(statement, parameters, context);
        return strategy.executeInsert(statement, parameters, context);
    }

    private static void check(
            SqmInsertStatement<?> statement, DomainParameterXref parameters, DomainQueryExecutionContext context) {
        new InsertSourceCheck(statement, parameters, context).run();
        // Lists were taken apart for a translation that nobody runs
        parameters.clearExpansions();
    }
}
