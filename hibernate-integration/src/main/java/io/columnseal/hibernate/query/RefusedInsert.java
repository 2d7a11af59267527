package io.columnseal.hibernate.query;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.query.spi.DomainQueryExecutionContext;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.mutation.spi.MultiTableHandlerBuildResult;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableInsertStrategy;
import org.hibernate.query.sqm.tree.insert.SqmInsertStatement;

/**
 * Refuses HQL inserts that Hibernate would stage in a temporary table: into an entity of several tables, or with ids
 * from a pooled generator. It translates them where no guard can look.
 */
final class RefusedInsert implements SqmMultiTableInsertStrategy {

    private final EncryptedAttribute attribute;

    RefusedInsert(EncryptedAttribute attribute) {
        this.attribute = attribute;
    }

    @Override
    public MultiTableHandlerBuildResult buildHandler(
            SqmInsertStatement<?> statement, DomainParameterXref parameters, DomainQueryExecutionContext context) {
        throw refusal(attribute, "Persist entities through a session.");
    }

    /** What Hibernate 6.6 calls in place of {@link #buildHandler}. */
    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public int executeInsert(
            SqmInsertStatement<?> statement, DomainParameterXref parameters, DomainQueryExecutionContext context) {
        throw refusal(attribute, "Persist entities through a session.");
    }

    static QueryRefusedException refusal(EncryptedAttribute attribute, String remedy) {
        return new QueryRefusedException(
                attribute.entity(), attribute.path(), "an insert query that needs a temporary table", remedy);
    }
}
