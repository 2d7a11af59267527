package io.columnseal.hibernate.query;

/**
 * Where a comparison by a blind index stands.
 *
 * @param negated whether it asks for what is not equal, by itself or inside a negation
 * @param narrows whether it can only keep rows with an equal value, as the conditions of the where clause itself do: what
 *     has no equal value, another tenant's rows among them, is never found by it
 */
record LookupPlace(boolean negated, boolean narrows) {

    /** @param negated whether the comparison itself asks for what is not equal */
    LookupPlace or(boolean negated) {
        return negated ? new LookupPlace(true, false) : this;
    }
}
