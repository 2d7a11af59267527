package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.type.EncryptedType;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.jspecify.annotations.Nullable;

/**
 * An encrypted attribute in the mapping being built.
 *
 * @param entity the entity, or null inside the embeddable of an element collection
 * @param property the annotated attribute; of a collection, the collection
 * @param value what is encrypted: the attribute's value, or the collection's elements
 */
record BoundAttribute(
        EncryptedType<?> type, @Nullable PersistentClass entity, Property property, BasicValue value, Column column) {}
