package io.columnseal.hibernate.mapping;

import io.columnseal.ColumnSeal;
import io.columnseal.hibernate.internal.EncryptionService;
import io.columnseal.hibernate.type.EncryptedTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.service.Service;
import org.jspecify.annotations.Nullable;

/** Remembers the encrypted attributes of each mapping that is built in a registry, until the mapping is checked. */
public final class EncryptedMappings implements Service {

    private static final long serialVersionUID = 1L;

    private final transient EncryptionService encryption;
    private final transient Map<BootstrapContext, List<BoundAttribute>> bound = new WeakHashMap<>();
    private transient @Nullable EncryptedTypes types;

    public EncryptedMappings(EncryptionService encryption) {
        this.encryption = encryption;
    }

    ColumnSeal seal() {
        return encryption.seal();
    }

    synchronized EncryptedTypes types() {
        if (types == null) {
            types = new EncryptedTypes(seal(), UUID.randomUUID().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return types;
    }

    synchronized void add(BootstrapContext mapping, BoundAttribute attribute) {
        bound.computeIfAbsent(mapping, unknown -> new ArrayList<>()).add(attribute);
    }

    synchronized List<BoundAttribute> of(BootstrapContext mapping) {
        return List.copyOf(bound.getOrDefault(mapping, List.of()));
    }
}
