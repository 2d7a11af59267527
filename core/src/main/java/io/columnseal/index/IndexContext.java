package io.columnseal.index;

import io.columnseal.internal.Surrogates;
import org.jspecify.annotations.Nullable;

/**
 * What an index value is made for. Every component goes into the key it is made with, so values of two indexes match
 * only if all of them are the same.
 *
 * @param tenant owner of the value; null is refused when a value is made
 * @param field name of the {@link io.columnseal.FieldContext} that the indexed values are sealed for
 * @param name name of the index among those of the field, made of ASCII letters, digits, dot, hyphen and underscore;
 *     empty for the one that {@code =} uses
 * @param fingerprint {@link NormalForm#fingerprint()}: 64 hexadecimal digits in lower case, or empty
 * @param bits length of the hash in an index value, {@value #BITS}
 */
public record IndexContext(@Nullable String tenant, String field, String name, String fingerprint, int bits) {

    /** The only length so far: so long that two different values never meet by chance. */
    public static final int BITS = 128;

    /** Longest name of an index. */
    public static final int MAX_NAME_LENGTH = 64;

    private static final int FINGERPRINT_LENGTH = 64;

    public IndexContext {
        if (tenant != null && tenant.isBlank()) {
            throw new IllegalArgumentException("tenant must not be blank");
        }
        if (field.isBlank() || Surrogates.hasUnpaired(field)) {
            throw new IllegalArgumentException("field must not be blank nor have unpaired surrogates");
        }
        if (name.length() > MAX_NAME_LENGTH || !isPlain(name)) {
            throw new IllegalArgumentException(
                    "name must be ASCII letters, digits, dot, hyphen and underscore, at most " + MAX_NAME_LENGTH
                            + " characters");
        }
        if (!isFingerprint(fingerprint)) {
            throw new IllegalArgumentException("fingerprint must be empty or 64 hexadecimal digits in lower case");
        }
        if (bits != BITS) {
            throw new IllegalArgumentException("bits must be " + BITS + ": " + bits);
        }
    }

    /** The index that {@code =} uses, of {@value #BITS} bits. */
    public static IndexContext of(@Nullable String tenant, String field, String fingerprint) {
        return new IndexContext(tenant, field, "", fingerprint, BITS);
    }

    /** The same index for another tenant's values. */
    public IndexContext withTenant(@Nullable String tenant) {
        return new IndexContext(tenant, field, name, fingerprint, bits);
    }

    // No regular expressions: a context may be made for every value

    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isFingerprint(String fingerprint) {
        for (int i = 0; i < fingerprint.length(); i++) {
            char c = fingerprint.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return fingerprint.isEmpty() || fingerprint.length() == FINGERPRINT_LENGTH;
    }

    /** Of the two components that differ most: contexts are looked up with every value. */
    @Override
    public int hashCode() {
        return 31 * field.hashCode() + (tenant == null ? 0 : tenant.hashCode());
    }
}
