package io.columnseal.hibernate.boot;

import io.columnseal.hibernate.schema.SealedSchemas;
import java.util.Map;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.service.spi.ServiceRegistryImplementor;

/** Starts the memory of what each session factory of a registry needs of its database. */
final class SealedSchemasInitiator implements StandardServiceInitiator<SealedSchemas> {

    @Override
    public Class<SealedSchemas> getServiceInitiated() {
        return SealedSchemas.class;
    }

    @Override
    public SealedSchemas initiateService(Map<String, Object> settings, ServiceRegistryImplementor registry) {
        return new SealedSchemas();
    }
}
