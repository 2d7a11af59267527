package io.columnseal.hibernate.type;

import org.hibernate.type.descriptor.java.PrimitiveByteArrayJavaType;
import org.jspecify.annotations.Nullable;

/** Index values: bytes that do not print. */
final class IndexValueJavaType extends PrimitiveByteArrayJavaType {

    private static final long serialVersionUID = 1L;

    @Override
    public String toString(byte @Nullable [] value) {
        return Redacted.text(value);
    }

    @Override
    public String extractLoggableRepresentation(byte @Nullable [] value) {
        return Redacted.text(value);
    }
}
