package io.columnseal.hibernate.mapping;

import java.util.List;
import java.util.Optional;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.Property;

/** Finds attributes inside the embeddables of element collections, which know neither entity nor path. */
final class CollectionPaths {

    private final Metadata metadata;

    CollectionPaths(Metadata metadata) {
        this.metadata = metadata;
    }

    Optional<Path> to(Property property) {
        for (Collection collection : metadata.getCollectionBindings()) {
            if (collection.getElement() instanceof Component embeddable) {
                List<Property> path = AttributePath.to(property, embeddable);
                if (!path.isEmpty()) {
                    String entity = collection.getOwnerEntityName();
                    String role = collection.getRole().substring(entity.length() + 1);
                    return Optional.of(new Path(
                            collection.getOwner().getJpaEntityName(),
                            role + "." + AttributePath.dotted(path),
                            innermost(embeddable, path).getComponentClass()));
                }
            }
        }
        return Optional.empty();
    }

    private static Component innermost(Component element, List<Property> path) {
        return path.size() == 1
                ? element
                : (Component) path.get(path.size() - 2).getValue();
    }

    /**
     * @param attribute the collection's path in the entity and the attribute's in the embeddable
     * @param embeddable what the attribute is declared in
     */
    record Path(String entity, String attribute, Class<?> embeddable) {}
}
