package io.columnseal.hibernate.mapping;

import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import java.lang.annotation.Annotation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.mapping.MappedSuperclass;
import org.hibernate.mapping.PersistentClass;
import org.jspecify.annotations.Nullable;

/** The classes whose attributes Hibernate stores, by their annotations or by an orm.xml. */
final class MappedTypes {

    private static final List<Class<? extends Annotation>> ANNOTATIONS =
            List.of(Entity.class, jakarta.persistence.MappedSuperclass.class, Embeddable.class);

    private final Set<Class<?>> ofEntities;

    MappedTypes(Metadata metadata) {
        this.ofEntities = Stream.concat(
                        metadata.getEntityBindings().stream().map(PersistentClass::getMappedClass),
                        ((MetadataImplementor) metadata)
                                .getMappedSuperclassMappingsCopy().stream().map(MappedSuperclass::getMappedClass))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    boolean contain(Class<?> type) {
        return ofEntities.contains(type) || ANNOTATIONS.stream().anyMatch(type::isAnnotationPresent);
    }

    /** A class with its superclasses and interfaces, mapped or not; none of an entity that is a map. */
    static Set<Class<?>> of(@Nullable Class<?> mapped) {
        Set<Class<?>> types = new LinkedHashSet<>();
        add(mapped, types);
        return types;
    }

    private static void add(@Nullable Class<?> type, Set<Class<?>> types) {
        if (type != null && type != Object.class && types.add(type)) {
            add(type.getSuperclass(), types);
            Stream.of(type.getInterfaces()).forEach(inherited -> add(inherited, types));
        }
    }
}
