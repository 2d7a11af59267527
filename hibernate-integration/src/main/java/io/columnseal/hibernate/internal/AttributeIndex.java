package io.columnseal.hibernate.internal;

import io.columnseal.catalogue.IndexColumn;
import io.columnseal.codec.ValueCodec;
import io.columnseal.index.IndexContext;
import io.columnseal.index.NormalForm;
import org.jspecify.annotations.Nullable;

/**
 * A blind index of an encrypted attribute.
 *
 * @param name the index among those of the attribute; empty for the one that {@code =} uses
 * @param property the hidden property of the entity that the index values belong to
 * @param normalForm of the attribute's values: what is stored
 * @param part what queries look for, if that is not the attribute's value
 */
public record AttributeIndex(
        String name,
        String property,
        NormalForm normalForm,
        @Nullable Part part) {

    /** The index in a column, whose name is as SQL needs it. */
    public IndexColumn in(String column) {
        return new IndexColumn(name, column, normalForm.fingerprint(), IndexContext.BITS);
    }

    /** The index of a tenant's values. */
    public IndexContext context(String tenant, String field) {
        return new IndexContext(tenant, field, name, normalForm.fingerprint(), IndexContext.BITS);
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
