package io.columnseal.index;

/**
 * Brings texts that shall count as equal in a blind index into one form: {@link Trim}, {@link FoldCase}, {@link
 * DigitsOnly}, {@link StripAccents}, or a class of one's own. The form is never stored, only its keyed hash; what is
 * sealed is the text as it was given.
 *
 * <p>A normalizer has a public constructor without parameters, keeps no state, and is safe for use by many threads. It
 * gives the same output for the same text forever, on every Java version and in every locale: stored index values depend
 * on it. What it does to every single character is remembered, and a start with a normalizer that does something else is
 * refused. So beware of {@code String.toLowerCase()} and its like: their answers for rare characters differ between Java
 * versions.
 *
 * <p>Texts that normalize to nothing are all equal: under {@link DigitsOnly}, {@code "abc"} equals {@code "unknown"}.
 */
public interface Normalizer {

    /**
     * The form of a text.
     *
     * @param text may be empty, and may hold any characters
     * @return never null; may be empty. Well-formed Unicode whenever the text is
     */
    String normalize(String text);

    /**
     * Whether texts that differ in upper and lower case only have the same form, so that the index may answer {@code
     * lower(x) = lower(:p)}.
     */
    default boolean foldsCase() {
        return false;
    }
}
