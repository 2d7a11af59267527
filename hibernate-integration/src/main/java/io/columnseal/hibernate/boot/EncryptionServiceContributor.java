package io.columnseal.hibernate.boot;

import io.columnseal.hibernate.query.QueryGuardSettings;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.service.spi.ServiceContributor;

/** Makes this module's services known to every Hibernate service registry. Found by Hibernate through ServiceLoader. */
public final class EncryptionServiceContributor implements ServiceContributor {

    @Override
    public void contribute(StandardServiceRegistryBuilder builder) {
        SecretSettings.hide(builder.getSettings());
        builder.addInitiator(new EncryptionServiceInitiator());
        builder.addInitiator(new EncryptedMappingsInitiator());
        builder.addInitiator(new SealedSchemasInitiator());
        QueryGuardSettings.apply(builder);
    }
}
