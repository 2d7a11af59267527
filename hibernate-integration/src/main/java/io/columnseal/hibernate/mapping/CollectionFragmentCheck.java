package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.compat.BootFilter;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.ManyToOne;
import org.hibernate.mapping.OneToMany;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Value;
import org.jspecify.annotations.Nullable;

/** Refuses collections that are ordered or restricted by an encrypted attribute of their elements. */
final class CollectionFragmentCheck implements MappingCheck {

    /** How Hibernate writes the element itself in the order of a collection of basic values. */
    private static final String ELEMENT = "$element$";

    @Override
    public void check(EncryptedMapping mapping) {
        for (Collection collection : mapping.metadata().getCollectionBindings()) {
            List<BoundAttribute> inElements = inElements(collection, mapping);
            if (inElements.isEmpty()) {
                continue;
            }
            Stream.of(collection.getOrderBy(), collection.getManyToManyOrdering())
                    .filter(Objects::nonNull)
                    .forEach(order -> refuseIfOrdered(collection, order, inElements));
            Stream.of(
                            Stream.of(collection.getWhere(), collection.getManyToManyWhere()),
                            conditions(collection.getFilters()),
                            conditions(collection.getManyToManyFilters()))
                    .flatMap(fragments -> fragments)
                    .filter(Objects::nonNull)
                    .forEach(fragment -> refuseIfRestricted(collection, fragment, inElements));
        }
    }

    private static Stream<@Nullable String> conditions(List<?> filters) {
        return BootFilter.of(filters).stream().map(BootFilter::condition);
    }

    private static List<BoundAttribute> inElements(Collection collection, EncryptedMapping mapping) {
        PersistentClass element = entity(collection.getElement(), mapping);
        return mapping.attributes().stream()
                .filter(attribute -> element == null
                        ? attribute.isStoredIn(collection.getCollectionTable())
                        : attribute.entity() != null && attribute.entity().getRootClass() == element.getRootClass())
                .toList();
    }

    private static @Nullable PersistentClass entity(Value element, EncryptedMapping mapping) {
        String name = element instanceof OneToMany many
                ? many.getReferencedEntityName()
                : element instanceof ManyToOne toOne ? toOne.getReferencedEntityName() : null;
        return name == null ? null : mapping.metadata().getEntityBinding(name);
    }

    private static void refuseIfOrdered(Collection collection, String order, List<BoundAttribute> inElements) {
        for (BoundAttribute attribute : inElements) {
            boolean isElement = order.contains(ELEMENT) && collection.getElement() == attribute.value();
            boolean byAttribute = Stream.of(order.split(","))
                    .map(item -> item.strip().split("\\s", 2)[0])
                    .anyMatch(path -> path.equals(attribute.attribute().path())
                            || path.endsWith("." + attribute.property().getName())
                            || path.equals(attribute.property().getName()));
            boolean byName = SqlNames.contain(order, attribute.property().getName(), Set.of(), true);
            if (isElement || byAttribute || byName || names(order, attribute, inElements)) {
                throw attribute.refused(
                        "collection " + collection.getRole() + " is ordered by the encrypted attribute, whose stored"
                                + " order means nothing",
                        "Order by another attribute, or sort in Java");
            }
        }
    }

    private static void refuseIfRestricted(Collection collection, String fragment, List<BoundAttribute> inElements) {
        for (BoundAttribute attribute : inElements) {
            if (names(fragment, attribute, inElements)) {
                throw attribute.refused(
                        "collection " + collection.getRole() + " is restricted by SQL that names the encrypted column",
                        "Restrict by another column; qualify the name if it means another table's column");
            }
        }
    }

    private static boolean names(String fragment, BoundAttribute attribute, List<BoundAttribute> inElements) {
        Set<String> tables = inElements.stream()
                .map(other -> SqlNames.lower(other.value().getTable().getName()))
                .collect(Collectors.toSet());
        return SqlNames.contain(fragment, attribute.column().getName(), tables, true);
    }
}
