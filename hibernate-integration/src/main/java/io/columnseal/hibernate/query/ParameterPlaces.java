package io.columnseal.hibernate.query;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.hibernate.query.spi.QueryParameterImplementor;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.tree.expression.SqmParameter;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where a query's parameters stand. Hibernate gives all places of one parameter the type of one of them: next
 * to an encrypted attribute a plain column would receive ciphertext, or the attribute's column plaintext.
 */
final class ParameterPlaces {

    private final DomainParameterXref parameters;
    private final Map<QueryParameterImplementor<?>, EncryptedAttribute> sealed = new HashMap<>();
    private final Set<QueryParameterImplementor<?>> plain = new HashSet<>();

    ParameterPlaces(DomainParameterXref parameters) {
        this.parameters = parameters;
    }

    /**
     * @param attribute the encrypted attribute that the parameter is given to at this place, or null
     * @throws QueryRefusedException if the parameter stands both by an encrypted attribute and elsewhere
     */
    void add(SqmParameter<?> mention, @Nullable EncryptedAttribute attribute) {
        QueryParameterImplementor<?> parameter = parameters.getQueryParameter(mention);
        if (attribute == null) {
            plain.add(parameter);
        } else {
            sealed.put(parameter, attribute);
        }
        EncryptedAttribute shared = sealed.get(parameter);
        if (shared != null && plain.contains(parameter)) {
            throw new QueryRefusedException(
                    shared.entity(),
                    shared.path(),
                    "an assignment of a parameter that the query also uses elsewhere",
                    "Bind the value a second time under another name.");
        }
    }
}
