package io.columnseal.hibernate.boot;

import io.columnseal.hibernate.internal.EncryptionService;
import java.util.Map;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.service.spi.ServiceRegistryImplementor;

/** Starts the encryption service of a registry when it is first asked for. */
final class EncryptionServiceInitiator implements StandardServiceInitiator<EncryptionService> {

    @Override
    public Class<EncryptionService> getServiceInitiated() {
        return EncryptionService.class;
    }

    @Override
    public EncryptionService initiateService(Map<String, Object> settings, ServiceRegistryImplementor registry) {
        return new ConfiguredEncryption(settings);
    }
}
