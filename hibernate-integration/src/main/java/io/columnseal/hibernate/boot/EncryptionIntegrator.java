package io.columnseal.hibernate.boot;

import io.columnseal.hibernate.internal.EncryptionService;
import io.columnseal.hibernate.mapping.EncryptedMapping;
import io.columnseal.hibernate.mapping.IndexedEntities;
import io.columnseal.hibernate.mapping.MappingCompletion;
import io.columnseal.hibernate.mapping.UnfetchedIndexes;
import io.columnseal.hibernate.schema.ColumnRegistration;
import io.columnseal.hibernate.schema.RequiredColumn;
import io.columnseal.hibernate.schema.SchemaCheck;
import io.columnseal.hibernate.schema.SealedSchemas;
import io.columnseal.hibernate.type.RootWriteGuard;
import java.util.List;
import java.util.Map;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.service.spi.SessionFactoryServiceRegistry;

/**
 * Completes the mapping of each session factory and has its database checked; Hibernate calls it after Bean Validation's
 * own integrator. Found by Hibernate through ServiceLoader.
 */
public final class EncryptionIntegrator implements Integrator {

    @Override
    public void integrate(Metadata metadata, BootstrapContext bootstrap, SessionFactoryImplementor factory) {
        MappingCompletion.complete(metadata, bootstrap).ifPresent(mapping -> {
            observe(mapping, factory);
            guardRootSessions(mapping, factory);
            factory.getEventEngine()
                    .getListenerRegistry()
                    .prependListeners(EventType.POST_UPDATE, new UnfetchedIndexes());
            new IndexedEntities().listen(factory.getEventEngine().getListenerRegistry());
        });
    }

    private static void observe(EncryptedMapping mapping, SessionFactoryImplementor factory) {
        EncryptionService encryption = factory.getServiceRegistry().requireService(EncryptionService.class);
        SqlStringGenerationContext sql = factory.getSqlStringGenerationContext();
        List<RequiredColumn> columns = mapping.allColumns(sql);
        factory.getServiceRegistry().requireService(SealedSchemas.class).put(factory, columns);
        factory.addObserver(new ReferenceCacheCheck());
        if (encryption.checksSchema()) {
            factory.addObserver(new SchemaCheck(columns));
            factory.addObserver(new StrangeKeysCheck(encryption));
        }
        // Last: what was refused must not be remembered
        factory.addObserver(new ColumnRegistration(encryption, mapping.ownColumns(sql), columns, mapping.indexes()));
    }

    private static void guardRootSessions(EncryptedMapping mapping, SessionFactoryImplementor factory) {
        Map<String, String> contexts = mapping.contextsByRootOfTenants();
        if (contexts.isEmpty() || factory.getCurrentTenantIdentifierResolver() == null) {
            return;
        }
        RootWriteGuard guard = new RootWriteGuard(contexts);
        EventListenerRegistry listeners = factory.getEventEngine().getListenerRegistry();
        listeners.appendListeners(EventType.PRE_INSERT, guard);
        listeners.appendListeners(EventType.PRE_UPDATE, guard);
        listeners.appendListeners(EventType.PRE_UPSERT, guard);
        listeners.appendListeners(EventType.PRE_COLLECTION_RECREATE, guard);
        listeners.appendListeners(EventType.PRE_COLLECTION_UPDATE, guard);
    }

    /** Hibernate 6.6 has no default for it. */
    @Override
    public void disintegrate(SessionFactoryImplementor factory, SessionFactoryServiceRegistry registry) {
        // There is nothing to take back
    }
}
