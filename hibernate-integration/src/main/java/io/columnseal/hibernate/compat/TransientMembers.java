package io.columnseal.hibernate.compat;

import jakarta.persistence.Transient;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.util.Objects;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.models.spi.ClassDetails;
import org.hibernate.models.spi.MemberDetails;
import org.jspecify.annotations.Nullable;

/**
 * Which members Hibernate takes to be {@link Transient}, by their annotations or by an orm.xml: asks what Hibernate 7 keeps
 * of classes, and in place of it the {@code ReflectionManager} of earlier versions.
 */
public final class TransientMembers {

    private static final boolean KEPT = VersionedMethod.exists(BootstrapContext.class, "getModelsContext");

    private TransientMembers() {}

    /** @param member a field or a method */
    public static boolean contain(Member member, BootstrapContext bootstrap) {
        return KEPT ? Kept.isTransient(member, bootstrap) : ReadAgain.isTransient(member, bootstrap);
    }

    private static final class Kept {

        static boolean isTransient(Member member, BootstrapContext bootstrap) {
            ClassDetails declaring = bootstrap
                    .getModelsContext()
                    .getClassDetailsRegistry()
                    .findClassDetails(member.getDeclaringClass().getName());
            MemberDetails details = declaring == null ? null : details(declaring, member);
            return details != null && details.hasDirectAnnotationUsage(Transient.class);
        }

        private static @Nullable MemberDetails details(ClassDetails declaring, Member member) {
            return member instanceof Field
                    ? declaring.findFieldByName(member.getName())
                    : declaring.getMethods().stream()
                            .filter(method -> member.equals(method.toJavaMember()))
                            .findFirst()
                            .orElse(null);
        }
    }

    private static final class ReadAgain {

        private static final VersionedMethod MANAGER =
                VersionedMethod.of(BootstrapContext.class, 0, "getReflectionManager");
        private static final VersionedMethod READER = VersionedMethod.of(MANAGER.result(), 1, "buildAnnotationReader");
        private static final VersionedMethod IS_PRESENT = VersionedMethod.of(READER.result(), 1, "isAnnotationPresent");

        static boolean isTransient(Member member, BootstrapContext bootstrap) {
            Object manager = Objects.requireNonNull(MANAGER.call(bootstrap), "always there");
            Object reader = Objects.requireNonNull(READER.call(manager, member), "made for any member");
            return Boolean.TRUE.equals(IS_PRESENT.call(reader, Transient.class));
        }
    }
}
