package io.columnseal.hibernate.catalogue;

import io.columnseal.hibernate.type.EncryptedType;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.BasicValuedModelPart;
import org.hibernate.metamodel.mapping.EmbeddableValuedModelPart;
import org.hibernate.metamodel.mapping.ManagedMappingType;
import org.hibernate.metamodel.mapping.ModelPart;
import org.hibernate.metamodel.mapping.PluralAttributeMapping;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** Finds the type of an encrypted attribute by its path. */
public final class AttributeTypes {

    private AttributeTypes() {}

    /** @throws IllegalArgumentException if the path leads to no encrypted attribute; the message says where it ends */
    public static EncryptedType<?> of(SessionFactoryImplementor factory, Class<?> entity, String path) {
        EntityPersister descriptor = factory.getMappingMetamodel().findEntityDescriptor(entity);
        if (descriptor == null) {
            throw new IllegalArgumentException(entity.getName() + " is no entity");
        }
        ManagedMappingType type = descriptor;
        ModelPart part = null;
        for (String name : path.split("\\.", -1)) {
            part = type == null ? null : element(type.findAttributeMapping(name));
            if (part == null) {
                throw new IllegalArgumentException(
                        entity.getName() + " has no attribute " + path + ": " + name + " is not known");
            }
            type = part instanceof EmbeddableValuedModelPart embedded ? embedded.getEmbeddableTypeDescriptor() : null;
        }
        if (part instanceof BasicValuedModelPart basic
                && basic.getJdbcMapping() instanceof EncryptedType<?> encrypted) {
            return encrypted;
        }
        throw new IllegalArgumentException(entity.getName() + "." + path + " is not encrypted");
    }

    private static @Nullable ModelPart element(@Nullable ModelPart attribute) {
        return attribute instanceof PluralAttributeMapping collection ? collection.getElementDescriptor() : attribute;
    }
}
