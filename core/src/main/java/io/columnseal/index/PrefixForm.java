package io.columnseal.index;

import io.columnseal.InvalidValueException;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.internal.LengthPrefixed;
import io.columnseal.internal.crypto.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * The bytes that stand for the beginnings of one attribute's texts in a blind index of prefixes: for every length up to a
 * limit, the length and so many characters of the normalized text. A shorter text stands for itself at all greater lengths,
 * as if its end were a character. So all texts that begin alike have index values that begin alike, and lie side by side in
 * a database index.
 *
 * <p>Characters are those of Unicode: one outside the Basic Multilingual Plane counts once. Safe for use by many threads.
 */
public final class PrefixForm implements IndexForm {

    /** Longest prefix that can be looked for, so that database indexes take the column. */
    public static final int MAX_LENGTH = 32;

    private static final byte[] LABEL = LengthPrefixed.text("columnseal/prefix/1");

    private final NormalizerChain chain;
    private final int length;
    private final Supplier<String> normalizers;

    private PrefixForm(NormalizerChain chain, int length, Supplier<String> normalizers) {
        this.chain = chain;
        this.length = length;
        this.normalizers = normalizers;
    }

    static PrefixForm of(IndexedValues values, int length, Fingerprints fingerprints) {
        if (!TextForm.isText(values.codec().type()) || values.codec().type() == Character.class) {
            throw new UnsupportedMappingException(
                    values.entity(),
                    values.attribute(),
                    "a " + values.codec().type().getSimpleName() + " has no prefixes",
                    "Remove prefix from @BlindIndex, or make the attribute a String");
        }
        if (length < 1 || length > MAX_LENGTH) {
            throw new UnsupportedMappingException(
                    values.entity(),
                    values.attribute(),
                    "its index of prefixes has a length of " + length,
                    "Write @BlindIndex(prefix = …) with 1 to " + MAX_LENGTH + " characters");
        }
        NormalizerChain chain = new NormalizerChain(Normalizers.of(values));
        return new PrefixForm(chain, length, () -> fingerprints.of(chain));
    }

    /** Characters of the longest prefix that can be looked for. */
    public int length() {
        return length;
    }

    /**
     * How many characters a prefix has when it is normalized.
     *
     * @throws InvalidValueException if it has no normal form
     */
    public int lengthOf(String prefix) {
        String normal = chain.normalize(prefix);
        return normal.codePointCount(0, normal.length());
    }

    @Override
    public byte[][] hashed(Object value) {
        return hashed(chain.normalize(TextForm.text(value)), length);
    }

    /**
     * What is hashed of a prefix that is looked for: the index values of all texts that begin with it begin with these
     * hashes.
     *
     * @return as many new arrays as the normalized prefix has characters, none for an empty one
     * @throws InvalidValueException if it has no normal form
     * @throws IllegalArgumentException if it is longer than {@link #length()}
     */
    public byte[][] hashedPrefix(String prefix) {
        String normal = chain.normalize(prefix);
        int characters = normal.codePointCount(0, normal.length());
        if (characters > length) {
            throw new IllegalArgumentException("longer than the longest prefix");
        }
        return hashed(normal, characters);
    }

    private static byte[][] hashed(String normal, int levels) {
        byte[][] forms = new byte[levels][];
        int end = 0;
        for (int level = 1; level <= levels; level++) {
            end = end < normal.length() ? normal.offsetByCodePoints(end, 1) : end;
            byte[] characters = normal.substring(0, end).getBytes(StandardCharsets.UTF_8);
            forms[level - 1] = ByteBuffer.allocate(Integer.BYTES + characters.length)
                    .putInt(level)
                    .put(characters)
                    .array();
            Arrays.fill(characters, (byte) 0);
        }
        return forms;
    }

    @Override
    public int hashes() {
        return length;
    }

    @Override
    public String fingerprint() {
        byte[] encoded =
                LengthPrefixed.encode(LABEL, HexFormat.of().parseHex(normalizers.get()), LengthPrefixed.number(length));
        return HexFormat.of().formatHex(Sha256.digest(encoded));
    }

    @Override
    public boolean foldsCase() {
        return chain.foldsCase();
    }
}
