package io.columnseal.hibernate.type;

import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.hibernate.type.descriptor.java.JavaType;
import org.jspecify.annotations.Nullable;

/** Between attribute and relational value, without a session: wraps what is to be sealed, opens what was read. */
final class ColumnConverter<J> implements BasicValueConverter<J, Object> {

    private final AttributeValues<J> values;
    private final SealedForm sealedForm;
    private final AttributeJavaType<J> attributeType;
    private final ColumnJavaType columnType;

    ColumnConverter(
            AttributeValues<J> values,
            SealedForm sealedForm,
            AttributeJavaType<J> attributeType,
            ColumnJavaType columnType) {
        this.values = values;
        this.sealedForm = sealedForm;
        this.attributeType = attributeType;
        this.columnType = columnType;
    }

    @Override
    public @Nullable J toDomainValue(@Nullable Object relational) {
        if (relational == null) {
            return values.toAttribute(null);
        }
        return values.toAttribute(
                relational instanceof Unsealed unsealed ? unsealed.value() : sealedForm.open(relational));
    }

    @Override
    public @Nullable Object toRelationalValue(@Nullable J value) {
        Object sealable = values.toSealable(value);
        return sealable == null ? null : new Unsealed(sealable);
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
