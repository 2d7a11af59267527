package io.columnseal.hibernate.query;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.compat.TranslationContext;
import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.query.internal.ParameterMetadataImpl;
import org.hibernate.query.spi.QueryEngine;
import org.hibernate.query.spi.QueryOptions;
import org.hibernate.query.spi.QueryParameterBindings;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.tree.SqmDmlStatement;
import org.hibernate.query.sqm.tree.SqmStatement;
import org.hibernate.query.sqm.tree.select.SqmSelectStatement;

/** Compiles HQL the way Hibernate does before the first execution, without a session and without executing anything. */
public final class QueryCompiler {

    private final SessionFactoryImplementor factory;

    public QueryCompiler(SessionFactoryImplementor factory) {
        this.factory = factory;
    }

    /**
     * Compiles a query.
     *
     * @throws QueryRefusedException if it uses an encrypted attribute where it cannot be used
     * @throws org.hibernate.HibernateException if Hibernate does not understand it
     */
    public void compile(String hql) {
        compile(factory.getQueryEngine().getHqlTranslator().translate(hql, null));
    }

    /** The same for one that is parsed already. */
    void compile(SqmStatement<?> statement) {
        QueryEngine engine = factory.getQueryEngine();
        DomainParameterXref parameters = DomainParameterXref.from(statement);
        ParameterMetadataImpl metadata = parameters.hasParameters()
                ? new ParameterMetadataImpl(parameters.getQueryParameters())
                : ParameterMetadataImpl.EMPTY;
        QueryParameterBindings bindings = metadata.createBindings(factory);
        LoadQueryInfluencers influencers = new LoadQueryInfluencers(factory);
        if (statement instanceof SqmSelectStatement<?> select) {
            engine.getSqmTranslatorFactory()
                    .createSelectTranslator(
                            select,
                            QueryOptions.NONE,
                            parameters,
                            bindings,
                            influencers,
                            TranslationContext.of(factory),
                            false)
                    .translate();
        } else if (statement instanceof SqmDmlStatement<?> mutation) {
            engine.getSqmTranslatorFactory()
                    .createMutationTranslator(
                            mutation,
                            QueryOptions.NONE,
                            parameters,
                            bindings,
                            influencers,
                            TranslationContext.of(factory))
                    .translate();
        }
    }
}
