package io.columnseal.codec;

import java.io.Serializable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Calendar;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps values of any type as JSON, through Jackson 3: maps, lists, records, beans. Only loaded when Jackson is on the
 * class path. Immutable, safe for use by many threads.
 *
 * <p>Refused are types that JSON cannot bring back: those that say nothing of what they hold ({@code Object}, raw type
 * variables) or are no values (streams, {@code Blob}, {@code Calendar}).
 */
public final class JsonCodecs implements CodecRegistry {

    private static final Set<Class<?>> UNTYPED =
            Set.of(Object.class, Number.class, Serializable.class, Comparable.class, CharSequence.class, Enum.class);

    private static final Set<Class<?>> NO_VALUES = Set.of(
            Calendar.class,
            Class.class,
            java.io.InputStream.class,
            java.io.Reader.class,
            java.sql.Blob.class,
            java.sql.Clob.class,
            java.sql.Array.class,
            java.sql.Ref.class,
            java.sql.RowId.class,
            java.sql.SQLXML.class);

    private final JsonMapper mapper;

    private JsonCodecs(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** JSON through a mapper that alters nothing on the way: see {@link #standardMapper}. */
    public static JsonCodecs standard() {
        return using(standardMapper().build());
    }

    /**
     * JSON through a mapper of one's own, whose settings are then part of the stored form. Its property order must not
     * change from call to call, or unchanged values are written again.
     */
    public static JsonCodecs using(JsonMapper mapper) {
        JsonMapper.Builder guarded = mapper.rebuild();
        guarded.serializerFactory(guarded.serializerFactory().withSerializerModifier(new SubclassGuard()));
        return new JsonCodecs(guarded.build());
    }

    /**
     * The standard mapper's settings, to add modules to. Properties and map keys are sorted; enums go by name; offsets
     * and zones of date-times stay; decimals stay exact, also where the type does not say that a number is one; texts
     * and numbers of every length can be read again; a property that the type does not know is an error, since it would
     * be lost with the next write.
     */
    public static JsonMapper.Builder standardMapper() {
        StreamReadConstraints unlimited = StreamReadConstraints.builder()
                .maxNumberLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build();
        JsonFactory factory =
                JsonFactory.builder().streamReadConstraints(unlimited).build();
        return JsonMapper.builder(factory)
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE, DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    }

    @Override
    public Optional<ValueCodec<?>> find(Type type) {
        if (!isValueType(type)) {
            return Optional.empty();
        }
        JavaType javaType;
        try {
            javaType = mapper.constructType(type);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.of(new JsonCodec<>(mapper, javaType.getRawClass(), javaType));
    }

    private static boolean isValueType(Type type) {
        if (type instanceof Class<?> simple) {
            return !UNTYPED.contains(simple)
                    && !simple.isAnnotation()
                    && simple != void.class
                    && NO_VALUES.stream().noneMatch(refused -> refused.isAssignableFrom(simple));
        }
        return type instanceof ParameterizedType generic
                ? isValueType(generic.getRawType())
                : type instanceof GenericArrayType;
    }
}
