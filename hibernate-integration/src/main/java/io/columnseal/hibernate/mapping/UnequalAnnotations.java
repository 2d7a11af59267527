package io.columnseal.hibernate.mapping;

import io.columnseal.UnsupportedMappingException;
import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.Encrypted;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses members of one attribute that are annotated in different ways: Hibernate reads one of them only. */
final class UnequalAnnotations {

    private UnequalAnnotations() {}

    /** @param members annotated ones that Hibernate may read the attribute by; those without an index do not ask for any */
    static void refuse(@Nullable Class<?> holder, String attribute, List<Member> members) {
        for (Class<? extends Annotation> kind : List.of(Encrypted.class, BlindIndex.class)) {
            List<Member> annotated = members.stream()
                    .filter(member -> !annotations(member, kind).isEmpty())
                    .toList();
            for (Member member : annotated) {
                Member first = annotated.get(0);
                if (holder != null && !annotations(member, kind).equals(annotations(first, kind))) {
                    throw new UnsupportedMappingException(
                            holder.getName(),
                            attribute,
                            "@" + kind.getSimpleName() + " at " + name(first) + " says otherwise than at "
                                    + name(member) + ", and Hibernate reads one of them only",
                            "Keep the annotations of one of the two, or write the same at both");
                }
            }
        }
    }

    private static Set<Annotation> annotations(Member member, Class<? extends Annotation> kind) {
        return Set.copyOf(List.of(((AnnotatedElement) member).getAnnotationsByType(kind)));
    }

    private static String name(Member member) {
        return member.getDeclaringClass().getSimpleName() + "." + member.getName();
    }
}
