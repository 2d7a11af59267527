package io.columnseal.index;

import io.columnseal.codec.ValueCodec;
import java.util.List;

/**
 * What an index is asked to cover.
 *
 * @param entity for messages
 * @param attribute for messages: dotted path inside the entity
 * @param codec codec of the attribute's values
 * @param normalizers in the order they are applied; only for texts
 * @param acceptFewValues whether a type with few values (boolean, enum) is accepted, whose index tells nearly everything
 */
public record IndexedValues(
        String entity,
        String attribute,
        ValueCodec<?> codec,
        List<Class<? extends Normalizer>> normalizers,
        boolean acceptFewValues) {

    public IndexedValues {
        normalizers = List.copyOf(normalizers);
    }
}
