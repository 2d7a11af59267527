package io.columnseal.hibernate.boot;

import io.columnseal.hibernate.internal.EncryptionService;
import io.columnseal.hibernate.mapping.EncryptedMappings;
import java.util.Map;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.service.spi.ServiceRegistryImplementor;

/** Starts the record of encrypted attributes of a registry when the first of them is bound. */
final class EncryptedMappingsInitiator implements StandardServiceInitiator<EncryptedMappings> {

    @Override
    public Class<EncryptedMappings> getServiceInitiated() {
        return EncryptedMappings.class;
    }

    @Override
    public EncryptedMappings initiateService(Map<String, Object> settings, ServiceRegistryImplementor registry) {
        return new EncryptedMappings(registry.requireService(EncryptionService.class));
    }
}
