package io.columnseal.codec;

import java.lang.reflect.Type;
import java.util.Optional;

/** Finds the codec for a Java type; {@link Codecs} is the usual one. Safe for use by many threads. */
@FunctionalInterface
public interface CodecRegistry {

    /**
     * The codec for values of a type, or empty if none is known: the caller then names the attribute and the remedy.
     *
     * @param type a class, primitive class, or generic type such as {@code Map<String, Visit>}
     */
    Optional<ValueCodec<?>> find(Type type);
}
