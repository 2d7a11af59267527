package io.columnseal.hibernate.query;

import io.columnseal.hibernate.compat.TranslationContext;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.query.spi.DomainQueryExecutionContext;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.tree.SqmDeleteOrUpdateStatement;
import org.hibernate.sql.ast.tree.MutationStatement;
import org.jspecify.annotations.Nullable;

/** Has the guard translate a bulk update or delete whose translation nobody runs. */
final class GuardedTranslation {

    private GuardedTranslation() {}

    /**
     * The encrypted attribute that a statement finds rows by, in a way that only our translator knows, or null.
     *
     * @throws io.columnseal.QueryRefusedException if the statement uses an encrypted attribute as it cannot be used
     */
    static @Nullable EncryptedAttribute lookedUp(
            SqmDeleteOrUpdateStatement<?> statement,
            DomainParameterXref parameters,
            DomainQueryExecutionContext context) {
        SessionFactoryImplementor factory = context.getSession().getFactory();
        GuardedSqmTranslator<MutationStatement> translator = new GuardedSqmTranslator<>(
                statement,
                context.getQueryOptions(),
                parameters,
                context.getQueryParameterBindings(),
                context.getSession().getLoadQueryInfluencers(),
                TranslationContext.of(factory),
                false);
        translator.translate();
        // Lists were taken apart for a translation that nobody runs
        parameters.clearExpansions();
        return translator.lookedUp();
    }
}
