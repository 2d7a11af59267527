package io.columnseal.hibernate.mapping;

import java.lang.reflect.Type;
import org.hibernate.boot.model.convert.spi.ConverterDescriptor;
import org.hibernate.mapping.BasicValue;
import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.jspecify.annotations.Nullable;

/**
 * The attribute's JPA converter, declared or automatically applied: what it makes of the value is what gets sealed.
 *
 * @param converter null if the attribute has none
 * @param sealableType the converter's output, else the attribute's own type
 */
record AdoptedConverter(@Nullable BasicValueConverter<Object, Object> converter, Type sealableType) {

    /** Takes the converter over from Hibernate, which would put it in the place of the encryption. */
    @SuppressWarnings("unchecked")
    static AdoptedConverter of(AttributeSource source) {
        BasicValue value = source.value();
        ConverterDescriptor<?, ?> descriptor = value.getJpaAttributeConverterDescriptor();
        if (descriptor == null) {
            return new AdoptedConverter(null, source.javaType());
        }
        BasicValueConverter<?, ?> converter = descriptor.createJpaAttributeConverter(value);
        value.setJpaAttributeConverterDescriptor(null);
        return new AdoptedConverter(
                (BasicValueConverter<Object, Object>) converter,
                converter.getRelationalJavaType().getJavaType());
    }
}
