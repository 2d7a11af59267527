package io.columnseal.codec;

import java.lang.reflect.Type;
import java.util.Optional;

/** Finds the codec for a Java type. Safe for use by many threads. */
public interface CodecRegistry {

    /**
     * The codec for values of a type, or empty if none is known: the caller then names the attribute and the remedy.
     * Enums get a codec of their own; with Jackson 3 on the class path, types without a codec of their own are kept as
     * JSON of their generic type.
     *
     * @param type a class, primitive class, or generic type such as {@code Map<String, Visit>}
     */
    Optional<ValueCodec<?>> find(Type type);
}
