package io.columnseal.hibernate.compat;

import org.hibernate.type.descriptor.java.JavaType;
import org.jspecify.annotations.Nullable;

/** Conversion of a query's argument: before Hibernate 7.2 it takes a context. */
public final class Coercion {

    private static final boolean WITH_CONTEXT = !hasOneParameter();
    private static final VersionedMethod COERCE = VersionedMethod.of(JavaType.class, WITH_CONTEXT ? 2 : 1, "coerce");

    private Coercion() {}

    /** @param context what Hibernate passed, null where it passes none */
    public static @Nullable Object coerce(JavaType<?> type, Object value, @Nullable Object context) {
        return WITH_CONTEXT ? COERCE.call(type, value, context) : COERCE.call(type, value);
    }

    private static boolean hasOneParameter() {
        try {
            JavaType.class.getMethod("coerce", Object.class);
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
