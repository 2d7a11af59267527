package io.columnseal.codec;

import io.columnseal.InvalidValueException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Values made of a fixed number of big-endian bytes. The reader checks ranges; a {@link DateTimeException} of its
 * counts as a value out of range.
 */
final class FixedLengthCodec<T> implements ValueCodec<T> {

    private final String name;
    private final Class<T> type;
    private final int lengthBytes;
    private final BiConsumer<ByteBuffer, T> writer;
    private final Function<ByteBuffer, T> reader;

    FixedLengthCodec(
            String name,
            Class<T> type,
            int lengthBytes,
            BiConsumer<ByteBuffer, T> writer,
            Function<ByteBuffer, T> reader) {
        this.name = name;
        this.type = type;
        this.lengthBytes = lengthBytes;
        this.writer = writer;
        this.reader = reader;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Class<T> type() {
        return type;
    }

    @Override
    public byte[] encode(T value) {
        ByteBuffer encoded = ByteBuffer.allocate(lengthBytes);
        writer.accept(encoded, value);
        return encoded.array();
    }

    @Override
    public T decode(byte[] encoded) {
        if (encoded.length != lengthBytes) {
            throw new InvalidValueException(name, "not " + lengthBytes + " bytes long");
        }
        try {
            return reader.apply(ByteBuffer.wrap(encoded));
        } catch (DateTimeException e) {
            // Not chained: its message quotes the number that is out of range.
            throw new InvalidValueException(name, "the stored bytes are out of the range of " + type.getSimpleName());
        }
    }
}
