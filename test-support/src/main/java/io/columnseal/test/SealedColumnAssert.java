package io.columnseal.test;

import io.columnseal.key.KeyId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on the values of a column. Nulls are passed over, but a column without any value fails all of them: it
 * shows nothing. Failures name the column and count values; they show none.
 */
public final class SealedColumnAssert extends AbstractAssert<SealedColumnAssert, StoredColumn> {

    SealedColumnAssert(StoredColumn column) {
        super(column, SealedColumnAssert.class);
    }

    /** Every value has the form of a sealed one. */
    public SealedColumnAssert isSealed() {
        return all(value -> StoredColumn.header(value).isPresent(), "do not look sealed");
    }

    /** Every value is sealed under this key. */
    public SealedColumnAssert isSealedUnder(KeyId key) {
        return all(
                value -> StoredColumn.header(value)
                        .filter(header -> header.key().equals(key))
                        .isPresent(),
                "are not sealed under " + key);
    }

    /** No value has the form of a sealed one. */
    public SealedColumnAssert isNotSealed() {
        return all(value -> StoredColumn.header(value).isEmpty(), "look sealed");
    }

    /**
     * No value holds one of these texts, in UTF-8 or UTF-16, as it is or in Base64. A value counts as Base64 if it is so
     * as a whole, in either alphabet, with padding or without, in a text or in a binary column.
     *
     * @param plaintexts at least one
     */
    public SealedColumnAssert containsNoPlaintext(String... plaintexts) {
        if (plaintexts.length == 0) {
            throw new IllegalArgumentException("no plaintext to look for");
        }
        for (String plaintext : plaintexts) {
            List<byte[]> needles = List.of(
                    plaintext.getBytes(StandardCharsets.UTF_8),
                    plaintext.getBytes(StandardCharsets.UTF_16BE),
                    plaintext.getBytes(StandardCharsets.UTF_16LE));
            all(
                    value -> StoredColumn.representations(value).stream()
                            .noneMatch(stored -> needles.stream().anyMatch(needle -> contains(stored, needle))),
                    "hold a plaintext that must not be there");
        }
        return this;
    }

    /** The column holds this many values that are not null. */
    public SealedColumnAssert hasValues(int count) {
        int found = actual.values().size();
        if (found != count) {
            throw failure("Expected %s to hold %d values, but it holds %d", actual, count, found);
        }
        return this;
    }

    private SealedColumnAssert all(Predicate<Object> condition, String complaint) {
        List<Object> values = actual.values();
        if (values.isEmpty()) {
            throw failure("Expected values in %s, but there is none", actual);
        }
        long wrong = values.stream().filter(condition.negate()).count();
        if (wrong > 0) {
            throw failure("%d of %d values of %s %s", wrong, values.size(), actual, complaint);
        }
        return this;
    }

    private static boolean contains(byte[] stored, byte[] needle) {
        for (int start = 0; start <= stored.length - needle.length; start++) {
            int length = 0;
            while (length < needle.length && stored[start + length] == needle[length]) {
                length++;
            }
            if (length == needle.length) {
                return true;
            }
        }
        return false;
    }
}
