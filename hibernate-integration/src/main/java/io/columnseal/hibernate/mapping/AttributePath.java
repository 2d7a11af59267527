package io.columnseal.hibernate.mapping;

import java.util.List;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.jspecify.annotations.Nullable;

/** Finds the way from an entity to one of its attributes, which may lie in an embeddable. */
final class AttributePath {

    private AttributePath() {}

    /**
     * The properties from the entity's own down to the given one, found by identity: an attribute in an embeddable does
     * not know its entity. Empty if the entity does not hold it.
     */
    static List<Property> to(Property property, PersistentClass entity) {
        for (Property candidate : entity.getProperties()) {
            List<Property> path = below(candidate, property);
            if (path != null) {
                return path;
            }
        }
        Property identifier = entity.getIdentifierProperty();
        List<Property> path = identifier == null ? null : below(identifier, property);
        return path == null ? List.of() : path;
    }

    static String dotted(List<Property> path) {
        return String.join(".", path.stream().map(Property::getName).toList());
    }

    private static @Nullable List<Property> below(Property candidate, Property sought) {
        if (candidate == sought) {
            return List.of(candidate);
        }
        if (candidate.getValue() instanceof Component embeddable) {
            for (Property inner : embeddable.getProperties()) {
                List<Property> path = below(inner, sought);
                if (path != null) {
                    return java.util.stream.Stream.concat(java.util.stream.Stream.of(candidate), path.stream())
                            .toList();
                }
            }
        }
        return null;
    }
}
