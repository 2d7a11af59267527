package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.type.IndexValues;
import java.util.EnumSet;
import java.util.List;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.BeforeExecutionGenerator;
import org.hibernate.generator.EventType;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.EmbeddableValuedModelPart;
import org.hibernate.metamodel.mapping.ManagedMappingType;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** Makes an index value of the attribute it belongs to, whenever Hibernate writes that. Safe for use by many threads. */
final class IndexValueGenerator implements BeforeExecutionGenerator {

    private static final long serialVersionUID = 1L;

    private final transient IndexValues values;
    private final transient List<String> path;
    private final EnumSet<EventType> events;

    /**
     * @param path names of the attribute and the embeddables it lies in, from the entity's own down
     * @param events those that write the attribute
     */
    IndexValueGenerator(IndexValues values, List<String> path, EnumSet<EventType> events) {
        this.values = values;
        this.path = List.copyOf(path);
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

    /** Not for an attribute that is not fetched: Hibernate does not write it, and its index value stays with it. */
    @Override
    public boolean generatedBeforeExecution(Object owner, SharedSessionContractImplementor session) {
        return persister(owner, session).getBytecodeEnhancementMetadata().isAttributeLoaded(owner, path.get(0));
    }

    @Override
    public byte @Nullable [] generate(
            SharedSessionContractImplementor session, Object owner, @Nullable Object current, EventType event) {
        return values.toStore(read(owner, persister(owner, session)), session);
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
