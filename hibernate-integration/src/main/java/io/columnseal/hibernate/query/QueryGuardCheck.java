package io.columnseal.hibernate.query;

import io.columnseal.ConfigurationException;
import io.columnseal.QueryRefusedException;
import org.hibernate.HibernateException;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableMutationStrategyProvider;
import org.hibernate.query.sqm.sql.SqmTranslatorFactory;
import org.hibernate.query.sqm.tree.SqmStatement;
import org.jspecify.annotations.Nullable;

/**
 * Proves at start-up that the guard is in force: a query that must be refused is compiled, and start-up fails if it is
 * not. A factory without encrypted attributes is left alone.
 */
final class QueryGuardCheck implements SessionFactoryObserver {

    private static final long serialVersionUID = 1L;

    private final boolean encrypts;

    /** @param encrypts whether the factory's mapping has encrypted attributes, by another source than its model */
    QueryGuardCheck(boolean encrypts) {
        this.encrypts = encrypts;
    }

    @Override
    public void sessionFactoryCreated(SessionFactory created) {
        SessionFactoryImplementor factory = created.unwrap(SessionFactoryImplementor.class);
        MisuseQuery misuse = MisuseQuery.of(factory.getMappingMetamodel());
        if (misuse != null) {
            requireOwnTranslator(factory.getQueryEngine().getSqmTranslatorFactory());
            requireOwnStrategies(factory);
            requireRefusal(factory, misuse.statement(factory), misuse.toString());
        } else if (encrypts) {
            throw new ConfigurationException(
                    QueryGuardSettings.TRANSLATOR,
                    "the guard of encrypted attributes cannot be proved to be in force: no query names any of them");
        }
    }

    private static void requireOwnTranslator(SqmTranslatorFactory translators) {
        if (!(translators instanceof GuardedSqmTranslatorFactory)) {
            throw new ConfigurationException(
                    QueryGuardSettings.TRANSLATOR,
                    "is set to " + translators.getClass().getName() + ", but queries on encrypted attributes need "
                            + GuardedSqmTranslatorFactory.class.getName() + ": remove the setting");
        }
    }

    /** The misuse query cannot show how bulk statements on several tables are translated. */
    private static void requireOwnStrategies(SessionFactoryImplementor factory) {
        SqmMultiTableMutationStrategyProvider strategies =
                factory.getServiceRegistry().requireService(SqmMultiTableMutationStrategyProvider.class);
        if (!(strategies instanceof GuardedMutationStrategies)) {
            throw new ConfigurationException(
                    SqmMultiTableMutationStrategyProvider.class.getName(),
                    "is provided by " + strategies.getClass().getName() + ", but bulk statements on encrypted"
                            + " attributes need " + GuardedMutationStrategies.class.getName()
                            + ": do not register another one");
        }
    }

    static void requireRefusal(SessionFactoryImplementor factory, SqmStatement<?> statement, String misuse) {
        try {
            new QueryCompiler(factory).compile(statement);
        } catch (QueryRefusedException refused) {
            return;
        } catch (HibernateException | IllegalArgumentException e) {
            throw notInForce(misuse, e);
        }
        throw notInForce(misuse, null);
    }

    private static ConfigurationException notInForce(String misuse, @Nullable RuntimeException cause) {
        return new ConfigurationException(
                QueryGuardSettings.TRANSLATOR,
                "the guard of encrypted attributes is not in force: it did not refuse \"" + misuse
                        + "\". Another library may have replaced a part of Hibernate's query engine",
                cause);
    }
}
