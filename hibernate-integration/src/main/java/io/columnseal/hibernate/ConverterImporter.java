package io.columnseal.hibernate;

import io.columnseal.ImportException;
import io.columnseal.codec.ValueCodec;
import io.columnseal.migrate.Importer;
import jakarta.persistence.AttributeConverter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads and stores values by the {@link AttributeConverter} that encrypted them so far, which the attribute then no longer has.
 * What the converter does not authenticate is not authenticated here. As safe for use by many threads as the converter.
 *
 * <pre>{@code
 * Importer importer = ConverterImporter.ofTexts(new EncryptingConverter(), codec);
 * }</pre>
 */
public final class ConverterImporter<X> implements Importer {

    private final AttributeConverter<X, byte[]> converter;
    private final ValueCodec<X> codec;
    private final boolean authenticating;

    private ConverterImporter(AttributeConverter<X, byte[]> converter, ValueCodec<X> codec, boolean authenticating) {
        this.converter = converter;
        this.codec = codec;
        this.authenticating = authenticating;
    }

    /**
     * For a converter to bytes.
     *
     * @param codec of the attribute's type, as {@code seal.codecs()} has it
     */
    public static <X> ConverterImporter<X> ofBytes(AttributeConverter<X, byte[]> converter, ValueCodec<X> codec) {
        return new ConverterImporter<>(converter, codec, false);
    }

    /** For a converter to texts. */
    public static <X> ConverterImporter<X> ofTexts(AttributeConverter<X, String> converter, ValueCodec<X> codec) {
        return new ConverterImporter<>(new TextConverter<>(converter), codec, false);
    }

    /** The same for a converter that verifies what it decrypts, such as by AES-GCM. */
    public ConverterImporter<X> authenticating() {
        return new ConverterImporter<>(converter, codec, true);
    }

    @Override
    public boolean isAuthenticating() {
        return authenticating;
    }

    @Override
    public byte[] open(byte[] stored, @Nullable String tenant) {
        X value;
        try {
            value = converter.convertToEntityAttribute(stored.clone());
        } catch (RuntimeException e) {
            // Its message may hold the value
            throw new ImportException("the converter does not read it", null);
        }
        if (value == null) {
            throw new ImportException("the converter makes nothing of it", null);
        }
        return codec.encode(value);
    }

    @Override
    public byte[] close(byte[] value, @Nullable String tenant) {
        byte[] stored;
        try {
            stored = converter.convertToDatabaseColumn(codec.decode(value));
        } catch (RuntimeException e) {
            throw new ImportException("the converter does not store it", null);
        }
        if (stored == null) {
            throw new ImportException("the converter makes nothing of it", null);
        }
        return stored;
    }

    private record TextConverter<X>(AttributeConverter<X, String> texts) implements AttributeConverter<X, byte[]> {

        @Override
        public byte @Nullable [] convertToDatabaseColumn(X value) {
            String text = texts.convertToDatabaseColumn(value);
            return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public X convertToEntityAttribute(byte[] stored) {
            return texts.convertToEntityAttribute(new String(stored, StandardCharsets.UTF_8));
        }
    }
}
