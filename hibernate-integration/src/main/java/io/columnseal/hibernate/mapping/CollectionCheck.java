package io.columnseal.hibernate.mapping;

import io.columnseal.UnsupportedMappingException;
import io.columnseal.hibernate.type.EncryptedType;
import java.util.Optional;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.IndexedCollection;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Value;

/**
 * Refuses collections whose rows the database would have to find by a sealed value: sets and map keys. Hibernate deletes
 * such rows by comparing all their columns, which never match.
 */
final class CollectionCheck implements MappingCheck {

    @Override
    public void check(EncryptedMapping mapping) {
        for (Collection collection : mapping.metadata().getCollectionBindings()) {
            if (collection.isSet()) {
                encryptedPath(collection.getElement()).ifPresent(path -> {
                    throw refusedSet(collection, path);
                });
            }
            if (collection instanceof IndexedCollection indexed && indexed.getIndex() != null) {
                encryptedPath(indexed.getIndex()).ifPresent(path -> {
                    throw refused(
                            collection,
                            path,
                            "the keys of a map cannot be encrypted",
                            "Key the map by a value that is not secret, or encrypt the map as a whole, as JSON");
                });
            }
        }
    }

    /** Where in a value there is something encrypted: empty text for the value itself. */
    private static Optional<String> encryptedPath(Value value) {
        if (value instanceof BasicValue basic && basic.getType() instanceof EncryptedType<?>) {
            return Optional.of("");
        }
        if (value instanceof Component embeddable) {
            for (Property property : embeddable.getProperties()) {
                Optional<String> inner = encryptedPath(property.getValue());
                if (inner.isPresent()) {
                    return inner.map(path -> "." + property.getName() + path);
                }
            }
        }
        return Optional.empty();
    }

    static UnsupportedMappingException refusedSet(Collection collection, String path) {
        return refused(
                collection,
                path,
                "a Set of encrypted values cannot delete single rows",
                "Make it a List, with or without @OrderColumn, or a Map with encrypted values");
    }

    private static UnsupportedMappingException refused(
            Collection collection, String path, String problem, String remedy) {
        String entity = collection.getOwnerEntityName();
        String attribute = collection.getRole().substring(entity.length() + 1) + path;
        return new UnsupportedMappingException(entity, attribute, problem, remedy);
    }
}
