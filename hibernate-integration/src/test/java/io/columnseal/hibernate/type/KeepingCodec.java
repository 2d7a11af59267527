package io.columnseal.hibernate.type;

import io.columnseal.codec.ValueCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps the arrays it made and was given. */
final class KeepingCodec implements ValueCodec<Object> {

    private final List<byte[]> arrays = new ArrayList<>();

    List<byte[]> arrays() {
        return arrays;
    }

    @Override
    public String name() {
        return "keeping";
    }

    @Override
    public Class<Object> type() {
        return Object.class;
    }

    @Override
    public byte[] encode(Object value) {
        byte[] encoded = value.toString().getBytes(StandardCharsets.UTF_8);
        arrays.add(encoded);
        return encoded;
    }

    @Override
    public Object decode(byte[] encoded) {
        arrays.add(encoded);
        return new String(encoded, StandardCharsets.UTF_8);
    }
}
