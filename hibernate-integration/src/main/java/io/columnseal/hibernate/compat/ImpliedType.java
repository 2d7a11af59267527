package io.columnseal.hibernate.compat;

import java.lang.reflect.Type;
import org.hibernate.mapping.BasicValue;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/** The declared Java type of a value in the boot model, with its arguments: Hibernate 6.6 keeps it to itself. */
public final class ImpliedType {

    private static final VersionedMethod TYPE =
            VersionedMethod.hidden(BasicValue.class, "impliedJavaType", TypeConfiguration.class);

    private ImpliedType() {}

    /** Null if Hibernate does not know it. */
    public static @Nullable Type of(BasicValue value, TypeConfiguration types) {
        return (Type) TYPE.call(value, types);
    }
}
