package io.columnseal.hibernate.boot;

import io.columnseal.hibernate.mapping.MappingCompletion;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;

/**
 * Completes the mapping of each session factory; Hibernate calls it after Bean Validation's own integrator. Found by
 * Hibernate through ServiceLoader.
 */
public final class EncryptionIntegrator implements Integrator {

    @Override
    public void integrate(Metadata metadata, BootstrapContext bootstrap, SessionFactoryImplementor sessionFactory) {
        MappingCompletion.complete(metadata, bootstrap);
    }
}
