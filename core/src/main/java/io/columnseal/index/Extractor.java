package io.columnseal.index;

/**
 * Takes the part of a value that a further blind index finds it by: {@link FirstCharacters}, {@link LastCharacters},
 * {@link EmailDomain}, {@link YearOf}, or a class of one's own.
 *
 * <p>Texts are normalized first, and a part that is a text is normalized again. What a query looks for is a part: it is
 * normalized, but nothing is extracted from it.
 *
 * <p>An extractor has a public constructor without parameters, or with an {@code int} if it takes a length; keeps no
 * state besides, and is safe for use by many threads. It takes the same part of the same value for ever, on every Java
 * version and in every locale: stored index values depend on it. Nobody can find out what it does, so it {@linkplain
 * #identity() says} so: a start with another identity is refused as long as there are stored values.
 *
 * @param <V> the values; {@code String} for texts of every type
 * @param <P> the parts
 */
public interface Extractor<V, P> {

    /**
     * Whether it takes parts of an attribute's values. Asked once, at start-up.
     *
     * @param type the attribute's type, or what its JPA converter makes of it; {@code String} for texts of every type, the
     *     wrapper for a primitive
     */
    boolean accepts(Class<?> type);

    /** The type of the parts: one that has a codec, and that queries compare with. */
    Class<P> partType();

    /**
     * The part of a value.
     *
     * @param value never null; a text is in its normal form and may be empty
     * @return never null; a text may be empty, which is a part like any other
     */
    P extract(V value);

    /**
     * Names what {@link #extract} does, its parameters included, for ever: another name must be given whenever the part of
     * any value changes, such as {@code com.example/plate-district/2}. Goes into the key of the index.
     */
    String identity();
}
