package io.columnseal.codec;

import java.lang.reflect.Type;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table of the types that need neither registration nor JSON. */
final class StandardCodecs {

    private StandardCodecs() {}

    static Map<Type, ValueCodec<?>> byType() {
        return all().stream().collect(Collectors.toUnmodifiableMap(ValueCodec::type, Function.identity()));
    }

    static List<ValueCodec<?>> all() {
        List<ValueCodec<?>> codecs = new ArrayList<>();
        codecs.addAll(numbers());
        codecs.addAll(texts());
        codecs.addAll(JavaTimeCodecs.all());
        codecs.addAll(LegacyDateCodecs.all());
        codecs.add(new ZonedDateTimeCodec());
        codecs.add(new BooleanCodec());
        codecs.add(new BytesCodec());
        codecs.add(new FixedLengthCodec<>(
                "uuid",
                UUID.class,
                2 * Long.BYTES,
                (bytes, value) ->
                        bytes.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits()),
                bytes -> new UUID(bytes.getLong(), bytes.getLong())));
        return codecs;
    }

    private static List<ValueCodec<?>> numbers() {
        return List.of(
                IntegerCodec.ofByte(),
                IntegerCodec.ofShort(),
                IntegerCodec.ofInt(),
                IntegerCodec.ofLong(),
                new BigIntegerCodec(),
                new DecimalCodec(),
                // Raw bits: a NaN keeps its payload, and minus zero its sign.
                new FixedLengthCodec<>(
                        "float",
                        Float.class,
                        Float.BYTES,
                        (bytes, value) -> bytes.putInt(Float.floatToRawIntBits(value)),
                        ByteBuffer::getFloat),
                new FixedLengthCodec<>(
                        "double",
                        Double.class,
                        Double.BYTES,
                        (bytes, value) -> bytes.putLong(Double.doubleToRawLongBits(value)),
                        ByteBuffer::getDouble));
    }

    private static List<ValueCodec<?>> texts() {
        return List.of(
                new TextCodec(),
                new CharArrayCodec(),
                new CharacterCodec(),
                new CanonicalTextCodec<>(Currency.class, Currency::getCurrencyCode, Currency::getInstance),
                new CanonicalTextCodec<>(Locale.class, Locale::toLanguageTag, Locale::forLanguageTag),
                new CanonicalTextCodec<>(URI.class, URI::toString, URI::new),
                new CanonicalTextCodec<>(ZoneId.class, ZoneId::getId, ZoneId::of));
    }
}
