package io.columnseal.hibernate.mapping;

import io.columnseal.UnsupportedMappingException;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.type.EncryptedType;
import java.util.List;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.CheckConstraint;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Table;
import org.jspecify.annotations.Nullable;

/**
 * An encrypted attribute in the mapping being built.
 *
 * @param entity the entity, or null inside the embeddable of an element collection
 * @param property the annotated attribute; of a collection, the collection
 * @param value what is encrypted: the attribute's value, or the collection's elements
 * @param column where it is stored
 * @param namesContext whether the annotation names the context
 * @param definition what the column is to look like
 * @param indexes its blind indexes
 * @param declaredChecks the check constraints that the application declared on it
 */
record BoundAttribute(
        EncryptedType<?> type,
        @Nullable PersistentClass entity,
        Property property,
        BasicValue value,
        Column column,
        boolean namesContext,
        SealedColumnDefinition definition,
        List<BoundIndex> indexes,
        List<CheckConstraint> declaredChecks) {

    BoundAttribute {
        indexes = List.copyOf(indexes);
        declaredChecks = List.copyOf(declaredChecks);
    }

    EncryptedAttribute attribute() {
        return type.attribute();
    }

    /** Whether it is stored in this column, for which Hibernate may have several objects. */
    boolean isStoredIn(Table table, Column other) {
        return isStoredIn(table) && column.equals(other);
    }

    boolean isStoredIn(Table table) {
        return value.getTable().equals(table);
    }

    UnsupportedMappingException refused(String problem, String remedy) {
        return new UnsupportedMappingException(attribute().entity(), attribute().path(), problem, remedy);
    }
}
