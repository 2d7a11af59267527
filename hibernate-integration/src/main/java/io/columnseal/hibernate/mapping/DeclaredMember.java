package io.columnseal.hibernate.mapping;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.jspecify.annotations.Nullable;

/**
 * Finds the field or method that an attribute is annotated at. By reflection, since each version of Hibernate keeps what
 * it read of it in another place, and the oldest does not keep it.
 */
final class DeclaredMember {

    private static final List<String> ACCESSORS = List.of("get", "is", "set");

    private DeclaredMember() {}

    /**
     * The member of an entity's class, or of an embeddable's in it.
     *
     * @param path the properties from the entity's own down to the attribute, which may end at a collection
     * @param annotation one that Hibernate has found at the attribute
     * @return null if no class has it, as of an entity that is a map
     */
    static @Nullable AnnotatedElement of(
            List<Property> path, PersistentClass entity, Class<? extends Annotation> annotation) {
        if (path.isEmpty()) {
            return null;
        }
        Property property = path.get(path.size() - 1);
        Class<?> owner = path.size() == 1
                ? entity.getMappedClass()
                : declaring((Component) path.get(path.size() - 2).getValue(), property);
        return of(property, owner, annotation);
    }

    /** The embeddable's class, unless a subclass has the attribute. */
    static @Nullable Class<?> declaring(Component embeddable, Property property) {
        String subclass = embeddable.getPropertyDeclaringClass(property);
        if (subclass == null) {
            return embeddable.getComponentClass();
        }
        BootstrapContext bootstrap = embeddable.getBuildingContext().getBootstrapContext();
        return bootstrap
                .getServiceRegistry()
                .requireService(ClassLoaderService.class)
                .classForName(subclass);
    }

    /** The member of a class or its superclasses. */
    static @Nullable AnnotatedElement of(
            Property property, @Nullable Class<?> owner, Class<? extends Annotation> annotation) {
        for (Class<?> declaring = owner; declaring != null; declaring = declaring.getSuperclass()) {
            List<AnnotatedElement> annotated = members(declaring)
                    .filter(member -> belongsTo(member, property.getName()))
                    .map(AnnotatedElement.class::cast)
                    .filter(member -> member.isAnnotationPresent(annotation))
                    .toList();
            if (!annotated.isEmpty()) {
                return annotated.get(0);
            }
        }
        return null;
    }

    /** The fields and methods that a class itself declares and that its objects have. */
    static Stream<Member> members(Class<?> declaring) {
        return Stream.<Member>concat(
                        Arrays.stream(declaring.getDeclaredFields()), Arrays.stream(declaring.getDeclaredMethods()))
                .filter(member -> !Modifier.isStatic(member.getModifiers()) && !member.isSynthetic());
    }

    /** Whether a member is what Hibernate may read the attribute by: its field, getter or record component. */
    static boolean belongsTo(Member member, String attribute) {
        if (!(member instanceof Method method)) {
            return member.getName().equals(attribute);
        }
        String capitalized = attribute.substring(0, 1).toUpperCase(Locale.ROOT) + attribute.substring(1);
        return method.getParameterCount() == 0
                && Stream.of(attribute, "get" + capitalized, "get" + attribute, "is" + capitalized, "is" + attribute)
                        .anyMatch(method.getName()::equals);
    }

    /** Name of the attribute that a member would be of, if Hibernate read it. */
    static String attribute(Member member) {
        String name = member.getName();
        if (member instanceof Method) {
            for (String prefix : ACCESSORS) {
                if (name.startsWith(prefix) && name.length() > prefix.length()) {
                    int first = prefix.length();
                    return name.substring(first, first + 1).toLowerCase(Locale.ROOT) + name.substring(first + 1);
                }
            }
        }
        return name;
    }
}
