package io.columnseal.hibernate.type;

import io.columnseal.TenantMismatchException;
import io.columnseal.TenantScope;
import io.columnseal.hibernate.compat.WriteEvents;
import java.util.Map;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AbstractCollectionEvent;
import org.hibernate.event.spi.AbstractPreDatabaseOperationEvent;
import org.hibernate.event.spi.PreCollectionRecreateEvent;
import org.hibernate.event.spi.PreCollectionRecreateEventListener;
import org.hibernate.event.spi.PreCollectionUpdateEvent;
import org.hibernate.event.spi.PreCollectionUpdateEventListener;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreInsertEventListener;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpdateEventListener;
import org.hibernate.event.spi.PreUpsertEvent;
import org.hibernate.event.spi.PreUpsertEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a root session that writes inside a {@link TenantScope} from sealing rows of other tenants for that scope's: such
 * a row would be lost to its tenant. The types see values only; the row's own tenant is known here.
 */
public final class RootWriteGuard
        implements PreInsertEventListener,
                PreUpdateEventListener,
                PreUpsertEventListener,
                PreCollectionRecreateEventListener,
                PreCollectionUpdateEventListener {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> contextByRootEntity;

    /** @param contextByRootEntity for each hierarchy with tenants' encrypted attributes, a context to name in errors */
    public RootWriteGuard(Map<String, String> contextByRootEntity) {
        this.contextByRootEntity = Map.copyOf(contextByRootEntity);
    }

    @Override
    public boolean onPreInsert(PreInsertEvent event) {
        return check(event, event.getState(), true);
    }

    @Override
    public boolean onPreUpdate(PreUpdateEvent event) {
        return check(event, event.getState(), false);
    }

    @Override
    public boolean onPreUpsert(PreUpsertEvent event) {
        return check(event, event.getState(), false);
    }

    @Override
    public void onPreRecreateCollection(PreCollectionRecreateEvent event) {
        check(event);
    }

    @Override
    public void onPreUpdateCollection(PreCollectionUpdateEvent event) {
        check(event);
    }

    private boolean check(AbstractPreDatabaseOperationEvent event, Object[] state, boolean isInsert) {
        String scope = TenantScope.current();
        if (scope != null) {
            SharedSessionContractImplementor session = WriteEvents.session(event);
            // An unnamed session may be one of a tenant, which has not set the new row's yet
            boolean mayBeUnset = session == null && isInsert;
            check(scope, session, event.getPersister(), event.getId(), state, mayBeUnset);
        }
        return false;
    }

    /** In a stateless session, which such an event does not name, the owner's own event went before. */
    private void check(AbstractCollectionEvent event) {
        String scope = TenantScope.current();
        Object owner = event.getAffectedOwnerOrNull();
        SharedSessionContractImplementor session = WriteEvents.session(event);
        if (scope != null && owner != null && session != null) {
            EntityPersister persister = session.getEntityPersister(event.getAffectedOwnerEntityName(), owner);
            check(scope, session, persister, event.getAffectedOwnerIdOrNull(), persister.getValues(owner), false);
        }
    }

    private void check(
            String scope,
            @Nullable SharedSessionContractImplementor session,
            EntityPersister persister,
            @Nullable Object id,
            Object[] state,
            boolean mayBeUnset) {
        String context = contextByRootEntity.get(persister.getRootEntityName());
        if (context == null || session != null && !SessionTenants.isRoot(session)) {
            return;
        }
        String tenant = tenantOfRow(persister, id, state);
        if (tenant == null ? !mayBeUnset : !tenant.equals(scope)) {
            throw new TenantMismatchException(context, scope);
        }
    }

    private static @Nullable String tenantOfRow(EntityPersister persister, @Nullable Object id, Object[] state) {
        TenantAttribute attribute = TenantAttribute.of(persister);
        Object tenant = attribute == null ? null : attribute.valueIn(id, state);
        return tenant == null ? null : SessionTenants.name(persister.getFactory(), tenant);
    }
}
