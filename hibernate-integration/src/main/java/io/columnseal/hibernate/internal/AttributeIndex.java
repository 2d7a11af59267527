package io.columnseal.hibernate.internal;

import io.columnseal.catalogue.IndexColumn;
import io.columnseal.index.IndexContext;
import io.columnseal.index.NormalForm;

/**
 * The blind index of an encrypted attribute.
 *
 * @param property the hidden property of the entity that the index values belong to
 * @param normalForm which values count as equal
 */
public record AttributeIndex(String property, NormalForm normalForm) {

    /** The index among those of the attribute that {@code =} uses. */
    private static final String NAME = "";

    /** The index in a column, whose name is as SQL needs it. */
    public IndexColumn in(String column) {
        return new IndexColumn(NAME, column, normalForm.fingerprint(), IndexContext.BITS);
    }

    /** The index of a tenant's values. */
    public IndexContext context(String tenant, String field) {
        return IndexContext.of(tenant, field, normalForm.fingerprint());
    }
}
