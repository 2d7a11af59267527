package io.columnseal.hibernate.internal;

import io.columnseal.Uniqueness;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.codec.ValueCodec;
import io.columnseal.index.BlindIndexer;
import io.columnseal.index.IndexContext;
import io.columnseal.index.IndexForm;
import io.columnseal.index.NormalForm;
import org.jspecify.annotations.Nullable;

/**
 * A blind index of an encrypted attribute.
 *
 * @param name the index among those of the attribute; empty for the one that {@code =} uses
 * @param property the hidden property of the entity that the index values belong to
 * @param form of the attribute's values: what is stored
 * @param part what queries look for, if that is not the attribute's value
 * @param uniqueness whether it is one of the two columns of a unique index: each is an index of its own here
 */
public record AttributeIndex(
        String name,
        String property,
        IndexForm form,
        @Nullable Part part,
        Uniqueness uniqueness) {

    /** One whose values may repeat. */
    public AttributeIndex(String name, String property, IndexForm form, @Nullable Part part) {
        this(name, property, form, part, Uniqueness.NONE);
    }

    /** Whether it is only written: the second column of a unique index. */
    public boolean isNext() {
        return uniqueness == Uniqueness.NEXT;
    }

    /** The form of what {@code =} is given; null for an index of prefixes. */
    public @Nullable NormalForm lookupForm() {
        if (part != null) {
            return part.form();
        }
        return form instanceof NormalForm normalForm ? normalForm : null;
    }

    /** Bytes of an index value. */
    public int valueBytes() {
        return 1 + form.hashes() * BlindIndexer.HASH_BYTES;
    }

    /** The index in a column, whose name is as SQL needs it. */
    public IndexColumn in(String column) {
        return new IndexColumn(name, column, form.fingerprint(), IndexContext.BITS, uniqueness);
    }

    /** The index of a tenant's values. */
    public IndexContext context(String tenant, String field) {
        return new IndexContext(tenant, field, name, form.fingerprint(), IndexContext.BITS);
    }

    /**
     * What a named index is looked up by.
     *
     * @param attribute the entity's attribute that queries compare, which is never loaded or written
     * @param form of what it is compared with
     * @param codec tells its type
     */
    public record Part(String attribute, NormalForm form, ValueCodec<?> codec) {}
}
