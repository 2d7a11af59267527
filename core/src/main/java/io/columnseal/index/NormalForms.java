package io.columnseal.index;

import io.columnseal.UnsupportedMappingException;

/**
 * Makes normal forms and remembers the fingerprints of normalizers, which take a while to compute. One per {@link
 * io.columnseal.ColumnSeal}. Safe for use by many threads.
 */
public final class NormalForms {

    private final Fingerprints fingerprints = new Fingerprints();

    /**
     * The normal form of an attribute's values.
     *
     * @throws UnsupportedMappingException if values of the type cannot be indexed, or not so: JSON; booleans and enums
     *     unless accepted; normalizers on anything but text; a normalizer that cannot be created
     */
    public NormalForm of(IndexedValues values) {
        return new NormalFormPlan(values, fingerprints).normalForm();
    }

    /**
     * The form of parts of an attribute's values.
     *
     * @throws UnsupportedMappingException if values or parts cannot be indexed, or not so: an extractor that cannot be
     *     created, takes no parts of the type or has no identity; all that holds for whole values holds for parts
     */
    public PartialForm of(IndexedParts parts) {
        return new PartialFormPlan(parts, fingerprints).partialForm();
    }

    /**
     * The form of an attribute's texts in an index of their prefixes.
     *
     * @param length of the longest prefix, from 1 to {@value PrefixForm#MAX_LENGTH} characters
     * @throws UnsupportedMappingException if the values are no texts, the length is out of range, or a normalizer cannot be
     *     created
     */
    public PrefixForm ofPrefixes(IndexedValues values, int length) {
        return PrefixForm.of(values, length, fingerprints);
    }
}
