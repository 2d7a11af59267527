package io.columnseal.hibernate.mapping;

import java.util.ArrayList;
import java.util.List;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;

/**
 * Finds the way to an attribute that may lie in an embeddable: the properties from the outermost down to it, found by
 * identity, since an attribute in an embeddable does not know where it is.
 */
final class AttributePath {

    private AttributePath() {}

    /** Empty if the entity does not hold it, or only in its identifier class. */
    static List<Property> to(Property property, PersistentClass entity) {
        List<Property> path = among(entity.getProperties(), property);
        Property identifier = entity.getIdentifierProperty();
        return path.isEmpty() && identifier != null ? among(List.of(identifier), property) : path;
    }

    /** Empty if the embeddable does not hold it. */
    static List<Property> to(Property property, Component embeddable) {
        return among(embeddable.getProperties(), property);
    }

    static String dotted(List<Property> path) {
        return String.join(".", path.stream().map(Property::getName).toList());
    }

    private static List<Property> among(List<Property> candidates, Property sought) {
        for (Property candidate : candidates) {
            if (candidate == sought) {
                return List.of(candidate);
            }
            if (candidate.getValue() instanceof Component embeddable) {
                List<Property> inner = to(sought, embeddable);
                if (!inner.isEmpty()) {
                    List<Property> path = new ArrayList<>(inner);
                    path.add(0, candidate);
                    return path;
                }
            }
        }
        return List.of();
    }
}
