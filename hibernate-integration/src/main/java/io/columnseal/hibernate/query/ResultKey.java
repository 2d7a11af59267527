package io.columnseal.hibernate.query;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.function.BooleanSupplier;

/**
 * What the key of a query whose results are cached would hold of a value that is looked up. Hibernate makes it of the SQL
 * and of the query's own parameters; index values are neither.
 *
 * @param readable whether it would hold the value as it is
 * @param silent whether it would hold nothing of it, since the value stands in the text of the query and not in the SQL
 */
record ResultKey(BooleanSupplier readable, boolean silent) {

    /** @throws QueryRefusedException if the results must not be cached under it */
    void requireSound(EncryptedAttribute attribute) {
        if (silent) {
            throw new QueryRefusedException(
                    attribute.entity(),
                    attribute.path(),
                    "a cached query, compared with a literal",
                    "The query cache could not tell its results from those for another value: bind the value as a parameter,"
                            + " or do not cache the query.");
        }
        if (readable.getAsBoolean()) {
            throw new QueryRefusedException(
                    attribute.entity(),
                    attribute.path(),
                    "a cached query, compared with a parameter that a plain attribute shares",
                    "The query cache would hold its value: bind it a second time under another name, or do not cache the"
                            + " query.");
        }
    }
}
