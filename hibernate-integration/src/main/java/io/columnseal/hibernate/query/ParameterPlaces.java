package io.columnseal.hibernate.query;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.metamodel.mapping.MappingModelExpressible;
import org.hibernate.metamodel.mapping.ModelPart;
import org.hibernate.query.spi.QueryParameterImplementor;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.tree.expression.SqmParameter;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where a query's parameters stand. Hibernate gives all places of one parameter the type of one of them: next
 * to an encrypted attribute a plain column would receive ciphertext, or the attribute's column plaintext. Only where two
 * attributes of different types are compared with it does Hibernate leave the value as it is, so a plain attribute may
 * share its parameter with a lookup.
 */
final class ParameterPlaces {

    private final DomainParameterXref parameters;
    private final Map<QueryParameterImplementor<?>, List<Place>> places = new HashMap<>();

    ParameterPlaces(DomainParameterXref parameters) {
        this.parameters = parameters;
    }

    /**
     * Adds a place.
     *
     * @param lookup whether the parameter is compared there by a blind index
     * @throws QueryRefusedException if the parameter stands elsewhere too and cannot have the right value at both
     */
    void add(SqmParameter<?> mention, @Nullable MappingModelExpressible<?> type, boolean lookup) {
        EncryptedAttribute attribute = SealedMappings.first(type);
        add(mention, new Place(mention, attribute, attribute != null && lookup, type instanceof ModelPart));
    }

    /** Adds a place that is not by an encrypted attribute, whatever type the parameter is given there. */
    void addPlain(SqmParameter<?> mention, @Nullable MappingModelExpressible<?> inferred) {
        add(mention, new Place(mention, null, false, inferred instanceof ModelPart));
    }

    private void add(SqmParameter<?> mention, Place added) {
        List<Place> known = places.computeIfAbsent(parameters.getQueryParameter(mention), unknown -> new ArrayList<>());
        for (Place place : known) {
            if (!place.agreesWith(added)) {
                EncryptedAttribute attribute = place.attribute == null ? added.attribute : place.attribute;
                throw new QueryRefusedException(
                        attribute == null ? "" : attribute.entity(),
                        attribute == null ? "" : attribute.path(),
                        added.lookup || place.lookup
                                ? "a comparison with a parameter that the query also uses elsewhere"
                                : "an assignment of a parameter that the query also uses elsewhere",
                        "Bind the value a second time under another name.");
            }
        }
        known.add(added);
    }

    /**
     * @param attribute the encrypted attribute that the parameter is assigned to or compared with, or null
     * @param byAttribute whether an attribute, encrypted or not, gives the parameter its type
     */
    private record Place(
            SqmParameter<?> mention, @Nullable EncryptedAttribute attribute, boolean lookup, boolean byAttribute) {

        boolean agreesWith(Place other) {
            boolean bothPlain = attribute == null && other.attribute == null;
            boolean bothAssigned = attribute != null && other.attribute != null && !lookup && !other.lookup;
            if (bothPlain || bothAssigned || attribute != null && attribute.equals(other.attribute)) {
                return true;
            }
            boolean lookupBesidePlain = lookup && other.attribute == null || other.lookup && attribute == null;
            return lookupBesidePlain && byAttribute && other.byAttribute && mention != other.mention;
        }
    }
}
