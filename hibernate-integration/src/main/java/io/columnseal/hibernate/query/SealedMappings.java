package io.columnseal.hibernate.query;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.internal.SealedType;
import java.util.function.Predicate;
import org.hibernate.metamodel.mapping.EntityValuedModelPart;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.metamodel.mapping.PluralAttributeMapping;
import org.jspecify.annotations.Nullable;

/** Finds encrypted attributes in the types of the mapping model. */
final class SealedMappings {

    private SealedMappings() {}

    /**
     * The first encrypted attribute among the columns of a type, or null. An entity has none here: where a query means
     * one, it means its key, and a key cannot be encrypted.
     */
    static @Nullable EncryptedAttribute first(@Nullable JdbcMappingContainer type) {
        return first(type, attribute -> true);
    }

    /** The same among those that are sealed for the tenant of their row. */
    static @Nullable EncryptedAttribute firstOfTenants(@Nullable JdbcMappingContainer type) {
        return first(type, attribute -> !attribute.shared());
    }

    private static @Nullable EncryptedAttribute first(
            @Nullable JdbcMappingContainer type, Predicate<EncryptedAttribute> sought) {
        if (type == null || type instanceof EntityValuedModelPart) {
            return null;
        }
        if (type instanceof PluralAttributeMapping collection) {
            return first(collection.getElementDescriptor(), sought);
        }
        for (int i = 0; i < type.getJdbcTypeCount(); i++) {
            EncryptedAttribute attribute = of(type.getJdbcMapping(i));
            if (attribute != null && sought.test(attribute)) {
                return attribute;
            }
        }
        return null;
    }

    /** The attribute a column's type was made for, or null if it is not encrypted. */
    static @Nullable EncryptedAttribute of(@Nullable JdbcMapping type) {
        return type instanceof SealedType sealed ? sealed.attribute() : null;
    }
}
