package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.Encrypted;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.hibernate.annotations.CurrentTimestamp;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.JavaType;
import org.hibernate.annotations.JdbcType;
import org.hibernate.annotations.PartitionKey;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Refuses encrypted attributes with a second annotation that says something else about how they are stored. Most of them
 * before they get a type; those in the embeddables of collections when the collection is known that they lie in.
 */
final class ContradictionCheck implements MappingCheck {

    /** The annotations, and what is wrong with them. */
    private static final Map<Class<? extends Annotation>, String> CONTRADICTIONS = Map.of(
            org.hibernate.annotations.Type.class, "@Type stores it in another way",
            JavaType.class, "@JavaType stores it in another way",
            JdbcType.class, "@JdbcType stores it in another way",
            TenantId.class, "@TenantId is what the database tells tenants apart by",
            PartitionKey.class, "@PartitionKey is what the database finds the row by",
            Generated.class, "the database generates it, unsealed",
            CurrentTimestamp.class, "the database may generate it, unsealed");

    static void check(AttributeSource source) {
        if (source.entity() != null) {
            check(DeclaredMember.of(source.path(), source.entity(), Encrypted.class), source::refused);
        }
    }

    @Override
    public void check(EncryptedMapping mapping) {
        CollectionPaths collections = new CollectionPaths(mapping.metadata());
        for (BoundAttribute attribute : mapping.attributes()) {
            if (attribute.entity() == null) {
                collections
                        .to(attribute.property())
                        .map(path -> DeclaredMember.of(attribute.property(), path.embeddable(), Encrypted.class))
                        .ifPresent(member -> check(member, attribute::refused));
            }
        }
    }

    private static void check(
            @Nullable AnnotatedElement member, BiFunction<String, String, ? extends RuntimeException> refused) {
        if (member == null) {
            return;
        }
        CONTRADICTIONS.forEach((annotation, problem) -> {
            if (Stream.of(member.getAnnotations()).anyMatch(present -> isOrHas(present, annotation))) {
                throw refused.apply(problem, "Remove @" + annotation.getSimpleName() + " or @Encrypted");
            }
        });
    }

    private static boolean isOrHas(Annotation present, Class<? extends Annotation> annotation) {
        return present.annotationType() == annotation
                || present.annotationType().isAnnotationPresent(annotation);
    }
}
