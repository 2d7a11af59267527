package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.type.IndexValues;
import io.columnseal.hibernate.type.PendingIndexValue;
import org.jspecify.annotations.Nullable;

/**
 * A blind index in the state of an entity, beside the attribute it belongs to. Safe for use by many threads.
 *
 * @param position of the index values
 * @param makesRow whether a row of an optional table is stored if this is not null
 */
record StateIndex(int position, StateAttribute attribute, IndexValues values, boolean makesRow) {

    /** Has the index value made of what the state holds when it is bound. */
    void prepare(@Nullable Object[] state) {
        if (!attribute.isFetched(state)) {
            state[position] = state[attribute.position()];
        } else if (makesRow && values.isStoredAsNull(attribute.in(state))) {
            state[position] = null;
        } else {
            state[position] = new PendingIndexValue(values, () -> attribute.in(state));
        }
    }
}
