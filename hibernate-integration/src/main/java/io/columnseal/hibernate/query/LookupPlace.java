package io.columnseal.hibernate.query;

import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.Literal;

/**
 * Where a comparison by a blind index stands.
 *
 * @param negated whether it asks for what is not equal, by itself or inside a negation
 * @param narrows whether it can only keep rows with an equal value, as the conditions of the where clause itself do: what
 *     has no equal value, another tenant's rows among them, is never found by it
 * @param parameters where the query's parameters stand
 */
record LookupPlace(boolean negated, boolean narrows, ParameterPlaces parameters) {

    /** Complete when all of the query is translated: then it is known whether a value is also that of a plain attribute. */
    ResultKey resultKey(Expression value) {
        return new ResultKey(() -> parameters.isShared(value), value instanceof Literal);
    }

    /** @param negated whether the comparison itself asks for what is not equal */
    LookupPlace or(boolean negated) {
        return negated ? new LookupPlace(true, false, parameters) : this;
    }
}
