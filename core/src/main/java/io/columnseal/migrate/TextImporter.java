package io.columnseal.migrate;

import io.columnseal.ImportException;
import io.columnseal.InvalidValueException;
import io.columnseal.codec.ValueCodec;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads and stores values in the form in which a database writes them as texts, in UTF-8: those of a shadow column, which is
 * filled from a column of another type. Lookups find them, since each value has one such form: what is written in another one
 * ({@code 007}) is not read. Safe for use by many threads.
 *
 * <pre>{@code
 * Importer dates = TextImporter.of(codec);   // 1984-02-29
 * }</pre>
 */
public final class TextImporter implements Importer {

    private static final Map<Class<?>, Function<String, ?>> PARSERS = Map.of(
            String.class, text -> text,
            LocalDate.class, LocalDate::parse,
            Byte.class, Byte::valueOf,
            Short.class, Short::valueOf,
            Integer.class, Integer::valueOf,
            Long.class, Long::valueOf,
            BigInteger.class, BigInteger::new,
            UUID.class, UUID::fromString);

    private final ValueCodec<Object> codec;
    private final Function<String, ?> parse;
    private final Function<Object, String> format;
    private final @Nullable Importer library;

    private TextImporter(
            ValueCodec<Object> codec,
            Function<String, ?> parse,
            Function<Object, String> format,
            @Nullable Importer library) {
        this.codec = codec;
        this.parse = parse;
        this.format = format;
        this.library = library;
    }

    /**
     * For texts, whole numbers, dates without a time, and UUIDs.
     *
     * @param codec of the attribute's type, as {@code seal.codecs()} has it
     * @throws IllegalArgumentException for other types, of which databases write several forms: say which, below
     */
    @SuppressWarnings("unchecked")
    public static TextImporter of(ValueCodec<?> codec) {
        Function<String, ?> parse = PARSERS.get(codec.type());
        if (parse == null) {
            throw new IllegalArgumentException("databases write values of "
                    + codec.type().getName() + " in several forms: say how to parse and format them");
        }
        return new TextImporter((ValueCodec<Object>) codec, parse, Object::toString, null);
    }

    /**
     * For any type.
     *
     * @param format always the same text for the same value, which {@code parse} takes
     */
    @SuppressWarnings("unchecked")
    public static <X> TextImporter of(ValueCodec<X> codec, Function<String, X> parse, Function<X, String> format) {
        return new TextImporter((ValueCodec<Object>) codec, parse, value -> format.apply((X) value), null);
    }

    /** The same for texts that another library sealed: dates, say, that the application formatted and encrypted. */
    public TextImporter sealedBy(Importer otherLibrary) {
        return new TextImporter(codec, parse, format, otherLibrary);
    }

    @Override
    public byte[] open(byte[] stored, @Nullable String tenant) {
        byte[] opened = library == null ? stored : library.open(stored, tenant);
        Object value;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(opened))
                    .toString();
            value = parse.apply(text);
            if (!format.apply(value).equals(text)) {
                value = null;
            }
        } catch (CharacterCodingException | RuntimeException e) {
            // Its message may hold the value
            value = null;
        }
        if (value == null) {
            throw new ImportException(
                    "it is not the text of a value of " + codec.type().getName(), null);
        }
        return codec.encode(value);
    }

    @Override
    public byte[] close(byte[] value, @Nullable String tenant) {
        byte[] text;
        try {
            text = format.apply(codec.decode(value)).getBytes(StandardCharsets.UTF_8);
        } catch (InvalidValueException e) {
            throw new ImportException("it is no value of " + codec.type().getName(), null);
        }
        return library == null ? text : library.close(text, tenant);
    }

    @Override
    public boolean isAuthenticating() {
        return library == null || library.isAuthenticating();
    }

    @Override
    public boolean isComparable() {
        return library == null || library.isComparable();
    }
}
