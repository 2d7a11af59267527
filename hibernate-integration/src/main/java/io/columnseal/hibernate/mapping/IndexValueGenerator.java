package io.columnseal.hibernate.mapping;

import io.columnseal.UnsupportedMappingException;
import io.columnseal.hibernate.type.IndexValues;
import java.util.EnumSet;
import java.util.List;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.BeforeExecutionGenerator;
import org.hibernate.generator.EventType;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.EmbeddableValuedModelPart;
import org.hibernate.metamodel.mapping.ManagedMappingType;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** Makes an index value of the attribute it belongs to, whenever Hibernate writes that, and only then. Safe for use by many threads. */
final class IndexValueGenerator implements BeforeExecutionGenerator {

    private static final long serialVersionUID = 1L;

    private final transient IndexValues values;
    private final transient List<String> path;
    private final String indexProperty;
    private final EnumSet<EventType> events;

    /**
     * @param path names of the attribute and the embeddables it lies in, from the entity's own down
     * @param indexProperty the entity's property for the index value
     * @param events those that write the attribute
     */
    IndexValueGenerator(IndexValues values, List<String> path, String indexProperty, EnumSet<EventType> events) {
        this.values = values;
        this.path = List.copyOf(path);
        this.indexProperty = indexProperty;
        this.events = events;
    }

    @Override
    public EnumSet<EventType> getEventTypes() {
        return events;
    }

    @Override
    public boolean allowMutation() {
        return true;
    }

    /** As {@link WrittenAttributes} says; always when a row is inserted. */
    @Override
    public boolean generatedBeforeExecution(Object owner, SharedSessionContractImplementor session) {
        EntityPersister persister = persister(owner, session);
        if (!persister.getBytecodeEnhancementMetadata().isAttributeLoaded(owner, path.get(0))) {
            return false;
        }
        EntityEntry entry = session.getPersistenceContextInternal().getEntry(owner);
        if (entry == null || !entry.isExistsInDatabase() || entry.getLoadedState() == null) {
            return true;
        }
        return !(session instanceof SessionImplementor stateful)
                || WrittenAttributes.of(owner, entry, persister, stateful).contains(path.get(0), indexProperty);
    }

    @Override
    public byte @Nullable [] generate(
            SharedSessionContractImplementor session, Object owner, @Nullable Object current, EventType event) {
        EntityPersister persister = persister(owner, session);
        if (event == EventType.UPDATE && persister.isDynamicUpdate() && unknownState(owner, session)) {
            // Hibernate would take the index for all that changed, and write nothing else
            throw new UnsupportedMappingException(
                    persister.getEntityName(),
                    String.join(".", path),
                    "Hibernate cannot tell what an update without loaded state changed, and would write the blind index only",
                    "Update it in a session that has loaded it, or remove @DynamicUpdate");
        }
        return values.toStore(read(owner, persister), session);
    }

    private static boolean unknownState(Object owner, SharedSessionContractImplementor session) {
        EntityEntry entry = session.getPersistenceContextInternal().getEntry(owner);
        return entry == null || entry.getLoadedState() == null;
    }

    private static EntityPersister persister(Object owner, SharedSessionContractImplementor session) {
        return session.getEntityPersister(null, owner);
    }

    /** The attribute's value; null inside an embeddable that is null. */
    private @Nullable Object read(Object owner, ManagedMappingType entity) {
        ManagedMappingType type = entity;
        Object value = owner;
        for (String name : path) {
            AttributeMapping attribute = type.findAttributeMapping(name);
            value = type.getValue(value, attribute.getStateArrayPosition());
            if (value == null) {
                return null;
            }
            if (attribute instanceof EmbeddableValuedModelPart embedded) {
                type = embedded.getEmbeddableTypeDescriptor();
            }
        }
        return value;
    }
}
