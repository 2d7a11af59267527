package io.columnseal.spring;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.query.QueryCompiler;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.metamodel.ManagedType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.jpa.repository.query.AbstractJpaQuery;
import org.springframework.data.repository.core.support.QueryCreationListener;
import org.springframework.data.repository.query.QueryCreationException;

/**
 * Compiles each query of a repository when the repository is made, so that one that uses an encrypted attribute where it
 * cannot be used is found at start-up instead of at its first use. What can be wrong with a query otherwise is left to
 * Spring Data and Hibernate.
 */
final class RepositoryQueryCheck implements QueryCreationListener<AbstractJpaQuery> {

    private static final Logger LOG = LoggerFactory.getLogger(RepositoryQueryCheck.class);

    private final Supplier<List<EntityManagerFactory>> factories;
    private final Supplier<QueryCheck> check;
    private final AtomicBoolean unchecked = new AtomicBoolean();

    RepositoryQueryCheck(Supplier<List<EntityManagerFactory>> factories, Supplier<QueryCheck> check) {
        this.factories = factories;
        this.check = check;
    }

    @Override
    public void onCreation(AbstractJpaQuery query) {
        for (EntityManagerFactory factory : factories.get()) {
            check(query, factory);
        }
    }

    private void check(AbstractJpaQuery query, EntityManagerFactory factory) {
        try {
            if (manages(factory, query.getQueryMethod().getEntityInformation().getJavaType())) {
                hibernate(factory).ifPresent(sessions -> compile(query, sessions));
            }
        } catch (QueryRefusedException refused) {
            String message = query.getQueryMethod() + " is refused: " + refused.getMessage();
            if (check.get() == QueryCheck.WARN) {
                LOG.warn(message);
            } else {
                throw QueryCreationException.create(query.getQueryMethod(), message, refused);
            }
        } catch (RuntimeException e) {
            // Whatever else is wrong with it, or cannot be known without its arguments, shows when it is used.
            // The cause is not logged: texts of queries may hold literals
            LOG.debug("{} is checked when it is used ({})", query.getQueryMethod(), e.getClass());
        } catch (LinkageError e) {
            if (!unchecked.getAndSet(true)) {
                LOG.warn(
                        "Queries of repositories are checked when they are used and not at start-up, since this Spring Data"
                                + " lacks what the check builds on",
                        e);
            }
        }
    }

    /** Spring's proxy may show nothing but JPA's interface. Empty for another provider's. */
    private static Optional<SessionFactoryImplementor> hibernate(EntityManagerFactory factory) {
        try {
            return Optional.of(factory.unwrap(SessionFactoryImplementor.class));
        } catch (PersistenceException e) {
            return Optional.empty();
        }
    }

    private static void compile(AbstractJpaQuery query, SessionFactoryImplementor factory) {
        QueryCompiler compiler = new QueryCompiler(factory);
        RepositoryQueryTexts.of(query, factory).forEach(compiler::compile);
    }

    private static boolean manages(EntityManagerFactory factory, Class<?> entity) {
        return factory.getMetamodel().getManagedTypes().stream()
                .map(ManagedType::getJavaType)
                .anyMatch(entity::equals);
    }
}
