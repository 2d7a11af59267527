package io.columnseal.hibernate.type;

import io.columnseal.hibernate.compat.EntityTraits;
import java.lang.reflect.AnnotatedElement;
import org.hibernate.annotations.TenantId;
import org.hibernate.generator.Generator;
import org.hibernate.generator.internal.TenantIdGeneration;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.AttributeMappingsList;
import org.hibernate.metamodel.mapping.CompositeIdentifierMapping;
import org.hibernate.metamodel.mapping.EmbeddableMappingType;
import org.hibernate.metamodel.mapping.EntityIdentifierMapping;
import org.hibernate.metamodel.mapping.NonAggregatedIdentifierMapping;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * The attribute that says which tenant an entity's row belongs to: one of its own, or one of its composite identifier.
 *
 * @param path as queries name it, dotted inside an {@code @EmbeddedId}
 * @param identifier what the identifier's value is an instance of, or null if the attribute is the entity's own
 * @param position in the entity's state, or in the identifier
 */
public record TenantAttribute(String path, @Nullable EmbeddableMappingType identifier, int position) {

    /** Null if the entity has none that is mapped by annotation. */
    public static @Nullable TenantAttribute of(EntityPersister entity) {
        @Nullable Generator[] generators = EntityTraits.generators(entity);
        for (int i = 0; i < generators.length; i++) {
            if (generators[i] instanceof TenantIdGeneration) {
                return new TenantAttribute(entity.getPropertyNames()[i], null, i);
            }
        }
        EntityIdentifierMapping identifier = entity.getIdentifierMapping();
        return identifier instanceof CompositeIdentifierMapping composite ? of(composite) : null;
    }

    /** An identifier's parts do not show how they are generated, only how the entity's or embeddable's are annotated. */
    private static @Nullable TenantAttribute of(CompositeIdentifierMapping identifier) {
        EmbeddableMappingType annotated = identifier instanceof NonAggregatedIdentifierMapping ofEntity
                ? ofEntity.getVirtualIdEmbeddable()
                : identifier.getPartMappingType();
        AttributeMappingsList parts = annotated.getAttributeMappings();
        for (int i = 0; i < parts.size(); i++) {
            if (isTenant(parts.get(i))) {
                String name = parts.get(i).getAttributeName();
                String path = identifier instanceof NonAggregatedIdentifierMapping
                        ? name
                        : identifier.getAttributeName() + "." + name;
                EmbeddableMappingType mapped = identifier.getMappedIdEmbeddableTypeDescriptor();
                return new TenantAttribute(path, mapped, position(name, mapped));
            }
        }
        return null;
    }

    private static boolean isTenant(AttributeMapping part) {
        return part.getPropertyAccess().getGetter().getMember() instanceof AnnotatedElement member
                && member.isAnnotationPresent(TenantId.class);
    }

    private static int position(String name, EmbeddableMappingType identifier) {
        AttributeMappingsList parts = identifier.getAttributeMappings();
        int position = 0;
        while (!parts.get(position).getAttributeName().equals(name)) {
            position++;
        }
        return position;
    }

    /** Its column, null if it has none of its own. */
    public @Nullable SelectableMapping columnIn(EntityPersister entity) {
        AttributeMapping attribute = identifier == null
                ? entity.findAttributeMapping(path)
                : identifier.getAttributeMappings().get(position);
        return attribute instanceof SelectableMapping column ? column : null;
    }

    /**
     * Whose row it is, null if that is not known yet.
     *
     * @param id the entity's identifier
     * @param state values of the entity's other attributes
     */
    @Nullable Object valueIn(@Nullable Object id, @Nullable Object[] state) {
        if (identifier == null) {
            return state[position];
        }
        return id == null ? null : identifier.getValue(id, position);
    }
}
