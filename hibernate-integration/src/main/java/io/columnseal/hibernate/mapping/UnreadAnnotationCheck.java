package io.columnseal.hibernate.mapping;

import io.columnseal.UnsupportedMappingException;
import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.BlindIndexes;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.hibernate.compat.TransientMembers;
import jakarta.persistence.Transient;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Value;
import org.jspecify.annotations.Nullable;

/**
 * Refuses annotations at members that Hibernate does not read, such as a getter's in an entity that is mapped by its
 * fields: nothing would tell that the attribute is stored as it is, or otherwise than the getter says.
 */
final class UnreadAnnotationCheck {

    private static final List<Class<? extends Annotation>> INDEXES = List.of(BlindIndex.class, BlindIndexes.class);

    private final BootstrapContext bootstrap;
    private final MappedTypes mappedTypes;

    private UnreadAnnotationCheck(Metadata metadata, BootstrapContext bootstrap) {
        this.bootstrap = bootstrap;
        this.mappedTypes = new MappedTypes(metadata);
    }

    /** Looks at the classes of all entities and embeddables, also where nothing is encrypted. */
    static void check(Metadata metadata, BootstrapContext bootstrap) {
        UnreadAnnotationCheck check = new UnreadAnnotationCheck(metadata, bootstrap);
        for (PersistentClass entity : metadata.getEntityBindings()) {
            check.check(entity.getMappedClass(), properties(entity));
        }
        ((MetadataImplementor) metadata).visitRegisteredComponents(embeddable -> {
            // An identifier of several attributes of the entity itself is called embedded, and has the entity's class
            if (!embeddable.isDynamic() && !embeddable.isEmbedded()) {
                check.check(embeddable.getComponentClass(), embeddable.getProperties());
                embeddable.getProperties().stream()
                        .map(property -> DeclaredMember.declaring(embeddable, property))
                        .distinct()
                        .filter(subclass -> subclass != embeddable.getComponentClass())
                        .forEach(subclass -> check.check(subclass, embeddable.getProperties()));
            }
        });
    }

    /** An entity's own and inherited ones, also those of an identifier that has a class of its own. */
    private static List<Property> properties(PersistentClass entity) {
        List<Property> properties = new ArrayList<>(entity.getPropertyClosure());
        if (entity.getIdentifierProperty() != null) {
            properties.add(entity.getIdentifierProperty());
        }
        if (entity.getIdentifier() instanceof Component identifier) {
            properties.addAll(identifier.getProperties());
        }
        return properties;
    }

    private void check(@Nullable Class<?> mapped, List<Property> properties) {
        Map<String, List<Member>> read = new LinkedHashMap<>();
        for (Class<?> type : MappedTypes.of(mapped)) {
            boolean isMapped = type.equals(mapped) || mappedTypes.contain(type);
            DeclaredMember.members(type)
                    .filter(UnreadAnnotationCheck::isAnnotated)
                    .filter(member -> isMapped || !isOwnField(member))
                    .forEach(member -> {
                        Optional<Property> property = property(member, properties);
                        check(member, isMapped, mapped, property);
                        property.ifPresent(found -> read.computeIfAbsent(found.getName(), name -> new ArrayList<>())
                                .add(member));
                    });
        }
        read.forEach((attribute, members) -> UnequalAnnotations.refuse(mapped, attribute, members));
    }

    private static Optional<Property> property(Member member, List<Property> properties) {
        return properties.stream()
                .filter(candidate -> DeclaredMember.belongsTo(member, candidate.getName()))
                .findFirst();
    }

    private void check(Member member, boolean isMapped, @Nullable Class<?> holder, Optional<Property> property) {
        boolean unread = property.map(found -> !isRead((AnnotatedElement) member, found.getValue()))
                .orElse(isMapped && !isTransient(member));
        if (unread && holder != null) {
            throw new UnsupportedMappingException(
                    holder.getName(),
                    property.map(Property::getName).orElse(member.getName()),
                    "Hibernate does not read the annotation at "
                            + member.getDeclaringClass().getSimpleName() + "." + member.getName()
                            + ", so the value would be stored without encryption or index",
                    "Annotate the field if @Id stands at a field, the getter if it stands at a getter, or what @Access says;"
                            + " an orm.xml that is metadata-complete hides all annotations");
        }
    }

    /** Whether the attribute is what the member's annotations make of it, by these or by those of another member. */
    private static boolean isRead(AnnotatedElement member, Value value) {
        Value stored = value instanceof Collection collection ? collection.getElement() : value;
        return !stored.getColumns().isEmpty()
                && stored.getColumns().stream()
                        .allMatch(column -> RequiredColumns.encryptedType(column)
                                .filter(type ->
                                        !has(member, INDEXES) || !type.indexes().isEmpty())
                                .isPresent());
    }

    private static boolean isAnnotated(Member member) {
        AnnotatedElement annotated = (AnnotatedElement) member;
        return annotated.isAnnotationPresent(Encrypted.class) || has(annotated, INDEXES);
    }

    /** Of a class that is not mapped: whatever its name, it is not what an attribute of a subclass is stored from. */
    private static boolean isOwnField(Member member) {
        return member instanceof Field && Modifier.isPrivate(member.getModifiers());
    }

    /** By itself, by an orm.xml, or by the field or getter of the same name: then nothing is stored. */
    private boolean isTransient(Member member) {
        return DeclaredMember.members(member.getDeclaringClass())
                .filter(other -> DeclaredMember.belongsTo(other, DeclaredMember.attribute(member)))
                .anyMatch(other -> Modifier.isTransient(other.getModifiers())
                        || ((AnnotatedElement) other).isAnnotationPresent(Transient.class)
                        || TransientMembers.contain(other, bootstrap));
    }

    private static boolean has(AnnotatedElement element, List<Class<? extends Annotation>> annotations) {
        return annotations.stream().anyMatch(element::isAnnotationPresent);
    }
}
