package io.columnseal.codec;

import io.columnseal.InvalidValueException;
import java.util.HashMap;
import java.util.Map;

/**
 * Enum constants by name, as texts. The constants' order may change and constants may be added; a name that is stored
 * must stay.
 */
final class EnumCodec<E extends Enum<E>> implements ValueCodec<E> {

    /** The length of a constant's name is its value, so it must not show: most names fit one block. Frozen as a default. */
    static final int PADDING_BYTES = 16;

    private final Class<E> type;
    private final Map<String, E> constants = new HashMap<>();

    EnumCodec(Class<E> type) {
        this.type = type;
        for (E constant : type.getEnumConstants()) {
            constants.put(constant.name(), constant);
        }
    }

    @Override
    public String name() {
        return TextCodec.NAME;
    }

    @Override
    public Class<E> type() {
        return type;
    }

    @Override
    public byte[] encode(E value) {
        return StrictUtf8.encode(value.name(), TextCodec.NAME);
    }

    @Override
    public E decode(byte[] encoded) {
        E constant = constants.get(StrictUtf8.decode(encoded, TextCodec.NAME));
        if (constant == null) {
            throw new InvalidValueException(
                    TextCodec.NAME, "the stored text is not the name of a constant of " + type.getName());
        }
        return constant;
    }

    @Override
    public int defaultPaddingBytes() {
        return PADDING_BYTES;
    }
}
