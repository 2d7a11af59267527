package io.columnseal.hibernate.query;

import io.columnseal.hibernate.mapping.EncryptedMappings;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.service.spi.SessionFactoryServiceRegistry;

/** Has the guard checked when a session factory is ready. Found by Hibernate through ServiceLoader. */
public final class QueryGuardIntegrator implements Integrator {

    @Override
    public void integrate(Metadata metadata, BootstrapContext bootstrap, SessionFactoryImplementor factory) {
        boolean encrypts = bootstrap
                .getServiceRegistry()
                .requireService(EncryptedMappings.class)
                .encrypts(bootstrap);
        factory.addObserver(new QueryGuardCheck(encrypts));
    }

    /** Hibernate 6.6 has no default for it. */
    @Override
    public void disintegrate(SessionFactoryImplementor factory, SessionFactoryServiceRegistry registry) {
        // There is nothing to take back
    }
}
