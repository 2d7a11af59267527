package io.columnseal.hibernate.type;

import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.hibernate.type.descriptor.java.JavaType;
import org.jspecify.annotations.Nullable;

/** Wraps what an attribute that can only be looked up is compared with, so that it does not print. */
final class LookupConverter<J> implements BasicValueConverter<J, Object> {

    private final AttributeJavaType<J> attributeType;
    private final LookupJavaType columnType;

    LookupConverter(AttributeJavaType<J> attributeType, LookupJavaType columnType) {
        this.attributeType = attributeType;
        this.columnType = columnType;
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable J toDomainValue(@Nullable Object relational) {
        return relational instanceof Unsealed unsealed ? (J) unsealed.value() : null;
    }

    @Override
    public @Nullable Object toRelationalValue(@Nullable J value) {
        return value == null ? null : new Unsealed(value);
    }

    @Override
    public JavaType<J> getDomainJavaType() {
        return attributeType;
    }

    @Override
    public JavaType<Object> getRelationalJavaType() {
        return columnType;
    }
}
