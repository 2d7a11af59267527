package io.columnseal.hibernate.query;

import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.AttributeMappingsList;
import org.hibernate.metamodel.mapping.EmbeddableValuedModelPart;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.mapping.ManagedMappingType;
import org.hibernate.metamodel.mapping.ModelPart;
import org.hibernate.metamodel.mapping.PluralAttributeMapping;
import org.jspecify.annotations.Nullable;

/** Writes a query that sorts by an encrypted attribute, which must never be possible. */
final class MisuseQuery {

    private MisuseQuery() {}

    /** A query on any encrypted attribute of the model; null if it has none. */
    static @Nullable String of(MappingMetamodel model) {
        String[] found = new String[1];
        model.forEachEntityDescriptor(entity -> found[0] = found[0] == null ? of(entity) : found[0]);
        return found[0];
    }

    private static @Nullable String of(EntityMappingType entity) {
        String path = firstEncrypted("e", entity);
        if (path == null) {
            return null;
        }
        // A collection's elements can be named through a join only
        String from = entity.getImportedName() + " e";
        int collection = path.indexOf('[');
        if (collection >= 0) {
            from += " join " + path.substring(0, collection) + " c";
            path = "c" + path.substring(collection + 1);
        }
        return "select " + path + " from " + from + " order by " + path;
    }

    private static @Nullable String firstEncrypted(String owner, ManagedMappingType type) {
        AttributeMappingsList attributes = type.getAttributeMappings();
        for (int i = 0; i < attributes.size(); i++) {
            AttributeMapping attribute = attributes.get(i);
            String path = firstEncrypted(owner + "." + attribute.getAttributeName(), attribute);
            if (path != null) {
                return path;
            }
        }
        return null;
    }

    private static @Nullable String firstEncrypted(String path, ModelPart part) {
        if (part instanceof PluralAttributeMapping collection) {
            return firstEncrypted(path + "[", collection.getElementDescriptor());
        }
        if (part instanceof EmbeddableValuedModelPart embedded) {
            return firstEncrypted(path, embedded.getEmbeddableTypeDescriptor());
        }
        return SealedMappings.first(part) == null ? null : path;
    }
}
