package io.columnseal.hibernate.query;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.metamodel.mapping.BasicValuedModelPart;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.metamodel.mapping.MappingModelExpressible;
import org.hibernate.query.sqm.tree.expression.SqmParameter;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where a query's parameters stand. Hibernate gives all places of one parameter the type of the last of them:
 * next to an encrypted attribute a plain column would receive ciphertext, or the attribute's column plaintext. A lookup
 * takes its value in any form, so there the parameter may have the type of a plain attribute.
 */
final class ParameterPlaces {

    private final Map<SqmParameter<?>, List<Place>> places = new HashMap<>();
    private final Map<Expression, List<Place>> translated = new IdentityHashMap<>();

    /**
     * Adds a place.
     *
     * @param type what the parameter is assigned to or compared with
     * @param lookup whether it is compared by a blind index
     * @return the type to give the parameter there
     * @throws QueryRefusedException if it stands elsewhere too and cannot have the right value at both
     */
    MappingModelExpressible<?> add(SqmParameter<?> parameter, MappingModelExpressible<?> type, boolean lookup) {
        List<Place> known = add(parameter, Place.of(type, lookup));
        if (lookup) {
            for (Place place : known) {
                if (place.attribute == null && place.type != null) {
                    return place.type;
                }
            }
        }
        return type;
    }

    /** Adds a place that is not by an encrypted attribute, whatever type Hibernate gives the parameter there. */
    void addPlain(SqmParameter<?> parameter, @Nullable MappingModelExpressible<?> beside) {
        add(parameter, Place.of(beside, false));
    }

    /** Remembers what a parameter became at the place that was added last. */
    void remember(SqmParameter<?> parameter, Expression expression) {
        translated.put(expression, places.getOrDefault(parameter, List.of()));
    }

    /** Whether a plain attribute shares the parameter that became an expression. */
    boolean isShared(Expression expression) {
        return translated.getOrDefault(expression, List.of()).stream().anyMatch(place -> place.attribute == null);
    }

    private List<Place> add(SqmParameter<?> parameter, Place added) {
        List<Place> known = places.computeIfAbsent(parameter, unknown -> new ArrayList<>());
        for (Place place : known) {
            EncryptedAttribute attribute = place.attribute == null ? added.attribute : place.attribute;
            if (attribute != null && !place.agreesWith(added)) {
                throw new QueryRefusedException(
                        attribute.entity(),
                        attribute.path(),
                        (added.lookup || place.lookup ? "a comparison with" : "an assignment of")
                                + " a parameter that the query also uses elsewhere",
                        "Bind the value a second time under another name.");
            }
        }
        known.add(added);
        return known;
    }

    /**
     * @param attribute the encrypted attribute that the parameter is assigned to or compared with, or null
     * @param type the single column's attribute that it is beside, encrypted or not; null beside anything else
     */
    private record Place(
            @Nullable EncryptedAttribute attribute,
            @Nullable BasicValuedModelPart type,
            boolean lookup) {

        static Place of(@Nullable MappingModelExpressible<?> type, boolean lookup) {
            return new Place(
                    SealedMappings.first(type), type instanceof BasicValuedModelPart part ? part : null, lookup);
        }

        boolean agreesWith(Place other) {
            if (attribute != null && other.attribute != null) {
                return attribute.equals(other.attribute) || !lookup && !other.lookup;
            }
            return lookup ? canShare(type, other.type) : other.lookup && canShare(other.type, type);
        }

        /** Whether the plain attribute's type leaves the value as the encrypted one has it. */
        private static boolean canShare(
                @Nullable BasicValuedModelPart encrypted, @Nullable BasicValuedModelPart plain) {
            return encrypted != null
                    && plain != null
                    && plain.getJdbcMapping().getValueConverter() == null
                    && javaType(plain.getJdbcMapping()).equals(javaType(encrypted.getJdbcMapping()));
        }

        private static Class<?> javaType(JdbcMapping type) {
            return type.getMappedJavaType().getJavaTypeClass();
        }
    }
}
