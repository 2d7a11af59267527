package io.columnseal.codec;

import io.columnseal.InvalidValueException;
import java.util.Arrays;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values of one type as JSON, UTF-8. Not canonical when read: a type may gain properties, and older JSON still opens.
 *
 * <p>What is written is read back first, since a type that serialises happily may still not deserialise, or not
 * completely, and that would show only after the data is lost.
 */
final class JsonCodec<T> implements ValueCodec<T> {

    private static final String NAME = "json";

    private final Class<T> type;
    private final ObjectWriter writer;
    private final ObjectReader reader;
    private final ObjectReader treeReader;

    @SuppressWarnings("unchecked") // the raw class of the type is what its values are of
    JsonCodec(JsonMapper mapper, Class<?> rawType, JavaType type) {
        this.type = (Class<T>) rawType;
        this.writer = mapper.writerFor(type);
        this.reader = mapper.readerFor(type);
        this.treeReader = mapper.readerFor(JsonNode.class);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<T> type() {
        return type;
    }

    @Override
    public byte[] encode(T value) {
        byte[] encoded = write(value);
        requireReadsBack(encoded);
        return encoded;
    }

    @Override
    public T decode(byte[] encoded) {
        // As text first: Jackson guesses the charset of bytes and takes UTF-16 and UTF-32 too.
        String json = StrictUtf8.decode(encoded, NAME);
        T value;
        try {
            value = reader.readValue(json);
        } catch (RuntimeException e) {
            // Jackson's, or of a constructor of the application's; both may quote the value.
            throw new InvalidValueException(NAME, "the stored JSON does not read as a " + type.getName());
        }
        if (value == null) {
            throw new InvalidValueException(NAME, "the stored JSON is null");
        }
        return value;
    }

    @Override
    public boolean isMutable() {
        return true;
    }

    @Override
    public T copy(T value) {
        return decode(write(value));
    }

    /** Compares what is stored: an equals() that looks at an id only would hide changes. */
    @Override
    public boolean sameValue(T value, T other) {
        return Arrays.equals(write(value), write(other));
    }

    private byte[] write(T value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (RuntimeException e) {
            // Jackson's, or of a getter of the application's; both may quote the value.
            throw new InvalidValueException(NAME, "a " + type.getName() + " that Jackson cannot write");
        }
    }

    private void requireReadsBack(byte[] encoded) {
        byte[] again = write(decode(encoded));
        // Sets may come back in another order; a difference in content is what must not be.
        boolean same =
                Arrays.equals(encoded, again) || JsonContent.of(tree(encoded)).equals(JsonContent.of(tree(again)));
        if (!same) {
            throw new InvalidValueException(
                    NAME,
                    "what Jackson writes for a " + type.getName() + " does not read back the same: give it a"
                            + " constructor or setters for everything it writes, and type information where subclasses"
                            + " occur");
        }
    }

    private JsonNode tree(byte[] json) {
        return treeReader.readValue(json);
    }
}
