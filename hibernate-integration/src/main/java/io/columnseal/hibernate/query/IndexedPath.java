package io.columnseal.hibernate.query;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.internal.SealedType;
import io.columnseal.hibernate.type.EncryptedType;
import io.columnseal.hibernate.type.IndexValues;
import io.columnseal.hibernate.type.LookupType;
import io.columnseal.index.BlindIndexer;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.BasicValuedMapping;
import org.hibernate.query.sqm.sql.internal.BasicValuedPathInterpretation;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.Literal;
import org.jspecify.annotations.Nullable;

/**
 * A translated path of an attribute that has a blind index.
 *
 * @param column the index values where the path is used
 * @param sealed the attribute's own column there
 */
record IndexedPath(IndexValues values, ColumnReference column, ColumnReference sealed) {

    /**
     * Null if the expression is none of an encrypted attribute.
     *
     * @throws io.columnseal.QueryRefusedException if there are no index values where the path leads
     */
    static @Nullable IndexedPath of(Expression expression) {
        if (!(expression instanceof BasicValuedPathInterpretation<?> path)
                || !(path.getExpressionType() instanceof BasicValuedMapping mapping)
                || !(mapping.getJdbcMapping() instanceof SealedType type)) {
            return null;
        }
        IndexValues values = indexValues(type);
        ColumnReference column = values != null && mapping instanceof AttributeMapping attribute
                ? IndexColumns.beside(
                        path.getColumnReference(), values.index(), attribute.findContainingEntityMapping())
                : null;
        if (values == null || column == null) {
            throw QueryGuard.refusal(type.attribute(), Use.EQUATED_ELSEWHERE);
        }
        return new IndexedPath(values, column, path.getColumnReference());
    }

    private static @Nullable IndexValues indexValues(SealedType type) {
        return type instanceof LookupType<?> part ? part.indexValues() : ((EncryptedType<?>) type).indexValues();
    }

    EncryptedAttribute attribute() {
        return values.attribute();
    }

    /**
     * What the index values are to be compared with to find a value, or the values that another path leads to.
     *
     * @param place where they are compared
     * @throws io.columnseal.QueryRefusedException if it is nothing that has an index value
     */
    List<Expression> matches(Expression value, LookupPlace place) {
        IndexedPath other = of(value);
        if (other != null) {
            return List.of(columnOf(other, place));
        }
        BoundValue bound = hasValue(value) ? BoundValue.of(value) : null;
        if (bound == null) {
            throw QueryGuard.refusal(attribute(), Use.COMPARED);
        }
        return IntStream.range(0, BlindIndexer.LOOKUP_VALUES)
                .<Expression>mapToObj(slot -> IndexParameter.toLookUp(
                        bound, values, slot, !place.narrows(), place.resultKey(value), column.getJdbcMapping()))
                .toList();
    }

    /** What rows without an index value are to be compared with to find a value, if they can be found. */
    IndexParameter unsealed(Expression value, LookupPlace place) {
        BoundValue bound = Objects.requireNonNull(BoundValue.of(value), "it was looked up by its index values");
        return IndexParameter.unsealed(
                bound, values, !place.narrows(), place.resultKey(value), sealed.getJdbcMapping());
    }

    /** A parameter has, unless {@link ParameterPlaces} refuses it; a literal if it could take on the attribute's type. */
    private boolean hasValue(Expression value) {
        return !(value instanceof Literal) || attribute().equals(SealedMappings.first(value.getExpressionType()));
    }

    /** Index values of two attributes never match, those of two keys neither. */
    private ColumnReference columnOf(IndexedPath other, LookupPlace place) {
        if (!attribute().equals(other.attribute())) {
            throw QueryGuard.refusal(attribute(), Use.EQUATED_TO_ANOTHER);
        }
        if (place.negated()) {
            throw QueryGuard.refusal(attribute(), Use.NEGATED_BETWEEN_ROWS);
        }
        if (values.isMixed()) {
            throw QueryGuard.refusal(attribute(), Use.EQUATED_IN_MIGRATION);
        }
        values.requireTrusted();
        return other.column;
    }
}
