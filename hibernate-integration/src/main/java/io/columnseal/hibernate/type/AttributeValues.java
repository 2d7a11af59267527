package io.columnseal.hibernate.type;

import io.columnseal.InvalidValueException;
import io.columnseal.codec.ValueCodec;
import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.jspecify.annotations.Nullable;

/**
 * An attribute's values as the entity holds them and as the codec takes them: the same, unless the attribute has a JPA
 * converter, whose output is then what gets sealed.
 *
 * @param <J> the attribute's type
 */
final class AttributeValues<J> {

    private final Class<J> type;
    private final ValueCodec<Object> codec;
    private final @Nullable BasicValueConverter<J, Object> converter;

    AttributeValues(Class<J> type, ValueCodec<Object> codec, @Nullable BasicValueConverter<J, Object> converter) {
        this.type = type;
        this.codec = codec;
        this.converter = converter;
    }

    Class<J> type() {
        return type;
    }

    @Nullable Object toSealable(@Nullable J value) {
        return converter == null ? value : converter.toRelationalValue(value);
    }

    /**
     * What a normal form is made of, null if what is stored is null.
     *
     * @param value the attribute's, or {@link Unsealed}, or of another type that the normal form may take
     */
    @Nullable Object toIndexable(@Nullable Object value) {
        if (value instanceof Unsealed unsealed) {
            return unsealed.value();
        }
        if (value == null || type.isInstance(value)) {
            return toSealable(type.cast(value));
        }
        if (converter != null) {
            throw refused(value);
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    @Nullable J toAttribute(@Nullable Object opened) {
        return converter == null ? (J) opened : converter.toDomainValue(opened);
    }

    InvalidValueException refused(Object value) {
        return new InvalidValueException(
                codec.name(),
                "takes a " + type.getName() + ", not a " + value.getClass().getName());
    }

    boolean isMutable() {
        return converter == null
                ? codec.isMutable()
                : converter.getDomainJavaType().getMutabilityPlan().isMutable();
    }

    /** An independent copy of a value that can change in place, so that a change is noticed when the session flushes. */
    @Nullable J copy(@Nullable J value) {
        if (value == null || !isMutable()) {
            return value;
        }
        Object sealable = toSealable(value);
        return toAttribute(sealable == null ? null : codec.copy(sealable));
    }

    boolean isSame(@Nullable J value, @Nullable J other) {
        if (value == null || other == null) {
            return value == other;
        }
        return converter == null
                ? codec.sameValue(value, other)
                : converter.getDomainJavaType().areEqual(value, other);
    }
}
