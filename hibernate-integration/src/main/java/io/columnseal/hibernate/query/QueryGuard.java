package io.columnseal.hibernate.query;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.query.sqm.tree.SqmStatement;
import org.hibernate.query.sqm.tree.SqmVisitableNode;
import org.jspecify.annotations.Nullable;

/** Refuses a query as soon as one of its paths turns out to be encrypted and is used for what its value would be needed. */
final class QueryGuard {

    private static final String LITERAL_IN_COMMENT = "a literal while hibernate.use_sql_comments is on";
    private static final String USE_PARAMETER =
            "Bind a parameter: the comment would show the query, and with it the literal, to the database and its logs.";

    private final PathUses uses;
    private final boolean queryTextShown;

    /** @param queryTextShown whether the text of the query ends up in the SQL as a comment */
    QueryGuard(SqmStatement<?> statement, boolean queryTextShown) {
        this.uses = PathUses.in(statement);
        this.queryTextShown = queryTextShown;
    }

    /**
     * Passes a path whose use its type allows.
     *
     * @param type what the path stands for, or null
     * @param forbidden what the translator knows the path to be used for, if that is never allowed, or null
     * @param compared whether the translator knows it to be compared by a blind index, or asked for null
     * @throws QueryRefusedException if it is used for anything that is not known to be safe
     */
    void check(SqmVisitableNode path, @Nullable JdbcMappingContainer type, @Nullable Use forbidden, boolean compared) {
        EncryptedAttribute attribute = SealedMappings.first(type);
        if (attribute == null) {
            return;
        }
        for (Use use : uses.of(path)) {
            check(attribute, use);
        }
        if (forbidden != null) {
            throw refusal(attribute, forbidden);
        }
        if (attribute.lookupOnly() && !compared) {
            throw refusal(attribute, Use.UNKNOWN);
        }
    }

    private void check(EncryptedAttribute attribute, Use use) {
        if (!use.isAllowedFor(attribute)) {
            throw refusal(attribute, use);
        }
        if (use.isOfLiteral() && queryTextShown) {
            throw new QueryRefusedException(attribute.entity(), attribute.path(), LITERAL_IN_COMMENT, USE_PARAMETER);
        }
    }

    static QueryRefusedException refusal(EncryptedAttribute attribute, Use use) {
        return new QueryRefusedException(attribute.entity(), attribute.path(), use.text(), use.remedyFor(attribute));
    }
}
