package io.columnseal.hibernate.query;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.type.EncryptedType;
import io.columnseal.hibernate.type.IndexValues;
import io.columnseal.index.BlindIndexer;
import java.util.List;
import java.util.Objects;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.BasicValuedMapping;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.query.sqm.sql.internal.BasicValuedPathInterpretation;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.Literal;
import org.hibernate.sql.ast.tree.predicate.BetweenPredicate;
import org.hibernate.sql.ast.tree.predicate.ComparisonPredicate;
import org.hibernate.sql.ast.tree.predicate.GroupedPredicate;
import org.hibernate.sql.ast.tree.predicate.Junction;
import org.hibernate.sql.ast.tree.predicate.NegatedPredicate;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.hibernate.sql.exec.spi.JdbcParameterBindings;
import org.jspecify.annotations.Nullable;

/**
 * Turns a translated {@code like} into ranges of index values, one for each of the {@value
 * io.columnseal.index.BlindIndexer#LOOKUP_VALUES} that a prefix may have been stored by.
 */
final class PrefixLookups {

    private PrefixLookups() {}

    /**
     * @param compared the path beside each part of the pattern
     * @param negated whether the predicate itself asks for what does not match
     * @throws io.columnseal.QueryRefusedException if there are no index values where the path leads
     */
    static LookupLike of(PrefixMatch match, List<ComparisonPredicate> compared, boolean negated, LookupPlace place) {
        Expression path = compared.get(0).getLeftHandExpression();
        IndexValues values = values(path);
        ColumnReference column = column((BasicValuedPathInterpretation<?>) path, values);
        List<Expression> parts = compared.stream()
                .map(ComparisonPredicate::getRightHandExpression)
                .toList();
        Pattern pattern = new Pattern(
                parts.stream().map(part -> bound(part, values.attribute())).toList(), match.escape(), values);
        if (parts.stream().allMatch(Literal.class::isInstance)) {
            // What can be known now is not left to the first execution
            pattern.prefix(JdbcParameterBindings.NO_BINDINGS);
        }
        LookupPlace there = place.or(negated);
        ResultKey key = pattern.resultKey(parts, there);
        Junction ranges = new Junction(Junction.Nature.DISJUNCTION);
        for (int slot = 0; slot < BlindIndexer.LOOKUP_VALUES; slot++) {
            IndexParameter first = pattern.first(slot, there, key, column.getJdbcMapping());
            ranges.add(new BetweenPredicate(
                    column, first, pattern.last(first), false, compared.get(0).getExpressionType()));
        }
        Predicate matches = negated ? new NegatedPredicate(ranges) : new GroupedPredicate(ranges);
        return new LookupLike(path, parts.get(0), SqlForm.named(matches, pattern.form(parts)));
    }

    private static IndexValues values(Expression path) {
        EncryptedType<?> type = (EncryptedType<?>) path.getExpressionType().getSingleJdbcMapping();
        IndexValues values = type.prefixValues();
        if (values == null) {
            throw QueryGuard.refusal(type.attribute(), Use.PREFIXED);
        }
        return values;
    }

    private static ColumnReference column(BasicValuedPathInterpretation<?> path, IndexValues values) {
        BasicValuedMapping mapping = (BasicValuedMapping) path.getExpressionType();
        ColumnReference column = mapping instanceof AttributeMapping attribute
                ? IndexColumns.beside(
                        path.getColumnReference(), values.index(), attribute.findContainingEntityMapping())
                : null;
        if (column == null) {
            throw QueryGuard.refusal(values.attribute(), Use.EQUATED_ELSEWHERE);
        }
        return column;
    }

    private static BoundValue bound(Expression part, EncryptedAttribute attribute) {
        BoundValue value = BoundValue.of(part);
        if (value == null) {
            throw QueryGuard.refusal(attribute, Use.MATCHED_BY_ANOTHER);
        }
        return value;
    }

    /** The pattern when the statement is executed. */
    private record Pattern(List<BoundValue> parts, @Nullable Character escape, IndexValues values) {

        IndexParameter first(int slot, LookupPlace place, ResultKey key, JdbcMapping type) {
            return IndexParameter.toLookUp(
                    values,
                    !place.narrows(),
                    key,
                    (bindings, session) -> values.toLookUpPrefix(prefix(bindings), slot, session),
                    type);
        }

        IndexParameter last(IndexParameter first) {
            return first.followedBy((value, bindings) ->
                    values.lastValue(value, Objects.requireNonNull(prefix(bindings), "its range has a first value")));
        }

        /** Silent about literals, unless they are wildcards, which {@link #form} names. */
        ResultKey resultKey(List<Expression> expressions, LookupPlace place) {
            List<ResultKey> keys = expressions.stream().map(place::resultKey).toList();
            return new ResultKey(
                    () -> keys.stream().anyMatch(key -> key.readable().getAsBoolean()),
                    expressions.stream()
                            .anyMatch(part ->
                                    part instanceof Literal literal && !PrefixPattern.isAnyText(text(literal))));
        }

        /** In letters and digits that every database takes, without any value. */
        String form(List<Expression> expressions) {
            StringBuilder form = new StringBuilder();
            for (Expression part : expressions) {
                if (!(part instanceof Literal literal)) {
                    form.append(SqlForm.PARAMETER);
                } else {
                    form.append(PrefixPattern.isAnyText(text(literal)) ? "w" : SqlForm.LITERAL);
                }
            }
            return escape == null
                    ? form.toString()
                    : form.append(" escape ").append((int) escape).toString();
        }

        private @Nullable String text(Literal literal) {
            return values.text(literal.getLiteralValue());
        }

        /** Null if a part is. */
        private @Nullable String prefix(JdbcParameterBindings bindings) {
            StringBuilder pattern = new StringBuilder();
            for (BoundValue part : parts) {
                String text = values.text(part.in(bindings));
                if (text == null) {
                    return null;
                }
                pattern.append(text);
            }
            String prefix = PrefixPattern.prefix(pattern.toString(), escape);
            if (prefix == null) {
                throw QueryGuard.refusal(values.attribute(), Use.MATCHED_BY_ANOTHER);
            }
            if (values.prefixes().lengthOf(prefix) > values.prefixes().length()) {
                throw QueryGuard.refusal(values.attribute(), Use.MATCHED_BY_TOO_LONG_A_PREFIX);
            }
            return prefix;
        }
    }
}
