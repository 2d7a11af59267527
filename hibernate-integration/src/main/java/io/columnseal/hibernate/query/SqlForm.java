package io.columnseal.hibernate.query;

import java.util.List;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.Literal;
import org.hibernate.sql.ast.tree.expression.SelfRenderingSqlFragmentExpression;
import org.hibernate.sql.ast.tree.predicate.GroupedPredicate;
import org.hibernate.sql.ast.tree.predicate.Junction;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.hibernate.sql.ast.tree.predicate.SelfRenderingPredicate;

/**
 * Says in the SQL, as a condition that always holds, what a lookup was made of beside parameters. The key of a cached query
 * is made of SQL and parameters, and is looked for before anything is bound: without it a query with a literal, which is
 * refused only when it is bound, would be answered with what one with a parameter has left there.
 */
final class SqlForm {

    static final String PARAMETER = "v";
    static final String LITERAL = "l";

    private SqlForm() {}

    /** Of an equality: plain unless a literal is among the values. */
    static Predicate ofLiterals(Predicate lookup, List<? extends Expression> values) {
        return values.stream().anyMatch(Literal.class::isInstance) ? named(lookup, LITERAL) : lookup;
    }

    /** @param form letters, digits and blanks; nothing is said of a single parameter */
    static Predicate named(Predicate lookup, String form) {
        if (form.equals(PARAMETER)) {
            return lookup;
        }
        Junction named = new Junction(Junction.Nature.CONJUNCTION);
        named.add(lookup);
        named.add(
                new SelfRenderingPredicate(new SelfRenderingSqlFragmentExpression("'" + form + "' = '" + form + "'")));
        return new GroupedPredicate(named);
    }
}
