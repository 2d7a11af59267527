package io.columnseal.index;

import io.columnseal.InvalidValueException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The bytes that stand for the values of one attribute in its blind index. Two values are equal for the index exactly
 * when these bytes are the same:
 *
 * <ul>
 *   <li>texts ({@code String}, {@code char[]}, {@code char}): what the normalizers make of them, as UTF-8
 *   <li>numbers: their value, so {@code 5} and {@code 5L}, {@code 1.0} and {@code 1.00}, {@code 0.0} and {@code -0.0}
 *       are equal, as in SQL
 *   <li>{@code OffsetDateTime} and {@code ZonedDateTime}: their instant, as SQL compares timestamps with time zone
 *   <li>all others: what is sealed, so {@code =} finds what {@code equals} does
 * </ul>
 *
 * <p>Safe for use by many threads.
 */
public final class NormalForm implements IndexForm {

    private final Function<Object, byte[]> encoding;
    private final Supplier<String> fingerprint;
    private final boolean foldsCase;

    NormalForm(Function<Object, byte[]> encoding, Supplier<String> fingerprint, boolean foldsCase) {
        this.encoding = encoding;
        this.fingerprint = fingerprint;
        this.foldsCase = foldsCase;
    }

    /**
     * The normal form of a value.
     *
     * @param value of the attribute's type; for integral attributes any integral number, for texts any of their types
     * @return a new array, plaintext to be treated as such; empty for a text that normalizes to nothing
     * @throws InvalidValueException if the value is of another type or has no normal form (an unpaired surrogate)
     */
    public byte[] of(Object value) {
        return encoding.apply(value);
    }

    @Override
    public byte[][] hashed(Object value) {
        return new byte[][] {of(value)};
    }

    @Override
    public int hashes() {
        return 1;
    }

    /**
     * Tells what the normalizers do to every character: 64 hexadecimal digits, or empty without normalizers. Index
     * values made under different fingerprints never match. Computed when first asked for, in up to a few tenths of a
     * second for normalizers other than a single built-in one.
     */
    @Override
    public String fingerprint() {
        return fingerprint.get();
    }

    /** Whether texts that differ in upper and lower case only are equal for the index. */
    @Override
    public boolean foldsCase() {
        return foldsCase;
    }
}
