package io.columnseal.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of an application: its own first, then the standard ones, then enums by name, then JSON for everything
 * else. Immutable, safe for use by many threads.
 *
 * <pre>{@code
 * Codecs codecs = Codecs.builder()
 *         .add(new MoneyCodec())
 *         .json(JsonCodecs.using(myJsonMapper))
 *         .build();
 * }</pre>
 *
 * <p>The standard types are: all integral types with their wrappers and {@code BigInteger}, {@code BigDecimal},
 * {@code float}, {@code double}, {@code boolean}, {@code String}, {@code char}, {@code char[]}, {@code byte[]},
 * {@code UUID}, the value types of java.time, {@code java.util.Date}, {@code java.sql.Date}, {@code Time} and
 * {@code Timestamp}, {@code Currency}, {@code Locale} and {@code URI}.
 */
public final class Codecs implements CodecRegistry {

    private static final CodecRegistry NONE = type -> Optional.empty();

    private final Map<Object, ValueCodec<?>> own;
    private final Map<Type, ValueCodec<?>> standard;
    private final CodecRegistry json;

    private Codecs(Builder builder) {
        this.own = Map.copyOf(builder.own);
        this.standard = StandardCodecs.byType();
        this.json = builder.json == null ? jsonIfPresent() : builder.json;
    }

    /** The standard codecs, with JSON if Jackson 3 is on the class path. */
    public static Codecs standard() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Optional<ValueCodec<?>> find(Type type) {
        ValueCodec<?> codec = own.get(key(type));
        if (codec == null && type instanceof ParameterizedType generic) {
            codec = own.get(key(generic.getRawType()));
        }
        if (codec == null && type instanceof Class<?> simple) {
            codec = standard.get(Primitives.wrapper(simple));
        }
        if (codec == null && type instanceof Class<?> simple && simple.isEnum()) {
            codec = enumCodec(simple);
        }
        return codec == null ? json.find(type) : Optional.of(codec);
    }

    /**
     * Equal for equal types: those of several libraries, which implement generic types each for itself, have no equal
     * hash.
     */
    private static Object key(Type type) {
        if (type instanceof ParameterizedType generic) {
            Object[] arguments =
                    Stream.of(generic.getActualTypeArguments()).map(Codecs::key).toArray();
            return List.of(generic.getRawType(), List.of(arguments));
        }
        return type instanceof Class<?> simple ? Primitives.wrapper(simple) : type;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // isEnum() says what the type parameter needs
    private static ValueCodec<?> enumCodec(Class<?> type) {
        return new EnumCodec(type);
    }

    /** Jackson is optional: nothing may load one of its classes before this has looked. */
    private static CodecRegistry jsonIfPresent() {
        try {
            Class.forName("tools.jackson.databind.json.JsonMapper", false, Codecs.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return NONE;
        }
        return new LazyCodecs(JsonCodecs::standard);
    }

    /** Collects an application's codecs. Not for many threads. */
    public static final class Builder {

        private final Map<Object, ValueCodec<?>> own = new HashMap<>();
        private @Nullable CodecRegistry json;

        private Builder() {}

        /** Uses a codec for its own type, and for every generic form of that type, instead of the standard one. */
        public Builder add(ValueCodec<?> codec) {
            return add(codec.type(), codec);
        }

        /** Uses a codec for one type, such as a generic one. */
        public Builder add(Type type, ValueCodec<?> codec) {
            own.put(key(type), codec);
            return this;
        }

        /** Decides on every type that has no other codec: {@link JsonCodecs} with a mapper of one's own, for example. */
        public Builder json(CodecRegistry json) {
            this.json = json;
            return this;
        }

        /** Leaves types without a codec of their own unknown, even with Jackson on the class path. */
        public Builder withoutJson() {
            return json(NONE);
        }

        public Codecs build() {
            return new Codecs(this);
        }
    }
}
