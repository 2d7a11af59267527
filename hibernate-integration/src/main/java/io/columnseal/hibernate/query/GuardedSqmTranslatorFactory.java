package io.columnseal.hibernate.query;

import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.query.spi.QueryOptions;
import org.hibernate.query.spi.QueryParameterBindings;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.sql.SqmTranslator;
import org.hibernate.query.sqm.sql.StandardSqmTranslatorFactory;
import org.hibernate.query.sqm.tree.SqmDmlStatement;
import org.hibernate.query.sqm.tree.select.SqmSelectStatement;
import org.hibernate.sql.ast.spi.SqlAstCreationContext;
import org.hibernate.sql.ast.tree.MutationStatement;
import org.hibernate.sql.ast.tree.select.SelectStatement;

/**
 * Gives the queries of a session factory that has encrypted attributes a translator with a guard, those of any other
 * Hibernate's own. Public for Hibernate, which creates one for each session factory from its name in the settings. Safe
 * for use by many threads.
 */
public final class GuardedSqmTranslatorFactory extends StandardSqmTranslatorFactory {

    private final EncryptedFactories factories = new EncryptedFactories();

    @Override
    public SqmTranslator<SelectStatement> createSelectTranslator(
            SqmSelectStatement<?> statement,
            QueryOptions options,
            DomainParameterXref parameters,
            QueryParameterBindings bindings,
            LoadQueryInfluencers influencers,
            SqlAstCreationContext context,
            boolean deduplicateSelectionItems) {
        return factories.encrypts(context)
                ? new GuardedSqmTranslator<>(
                        statement, options, parameters, bindings, influencers, context, deduplicateSelectionItems)
                : super.createSelectTranslator(
                        statement, options, parameters, bindings, influencers, context, deduplicateSelectionItems);
    }

    @Override
    public SqmTranslator<? extends MutationStatement> createMutationTranslator(
            SqmDmlStatement<?> statement,
            QueryOptions options,
            DomainParameterXref parameters,
            QueryParameterBindings bindings,
            LoadQueryInfluencers influencers,
            SqlAstCreationContext context) {
        return factories.encrypts(context)
                ? new GuardedSqmTranslator<MutationStatement>(
                        statement, options, parameters, bindings, influencers, context, false)
                : super.createMutationTranslator(statement, options, parameters, bindings, influencers, context);
    }
}
