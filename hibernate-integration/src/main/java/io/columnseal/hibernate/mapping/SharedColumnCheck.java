package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.type.EncryptedType;
import java.util.List;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.IndexedCollection;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Selectable;
import org.hibernate.mapping.Value;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a second mapping of a sealed column that does not seal it the same way: it would read ciphertext, store
 * plaintext beside it, and let queries use the column. Nor may a second one write it without its blind index, which would
 * go on to find the row by the old value.
 */
final class SharedColumnCheck implements MappingCheck {

    @Override
    public void check(EncryptedMapping mapping) {
        for (PersistentClass entity : mapping.metadata().getEntityBindings()) {
            String name = entity.getEntityName();
            check(mapping, name, entity.getProperties());
            check(mapping, "the identifier of " + name, entity.getIdentifier());
            check(mapping, "the discriminator of " + name, entity.getDiscriminator());
        }
        for (Collection collection : mapping.metadata().getCollectionBindings()) {
            check(mapping, "the key of " + collection.getRole(), collection.getKey());
            check(mapping, collection.getRole(), collection.getElement());
            if (collection instanceof IndexedCollection indexed) {
                check(mapping, "the index of " + collection.getRole(), indexed.getIndex());
            }
        }
    }

    private static void check(EncryptedMapping mapping, String owner, List<Property> properties) {
        properties.forEach(property -> check(mapping, owner + "." + property.getName(), property.getValue()));
    }

    private static void check(EncryptedMapping mapping, String name, @Nullable Value value) {
        if (value instanceof Component embeddable) {
            check(mapping, name, embeddable.getProperties());
        } else if (value != null && !(value instanceof Collection)) {
            for (Selectable selectable : value.getSelectables()) {
                if (selectable instanceof Column column) {
                    check(mapping, name, value, column);
                }
            }
        }
    }

    private static void check(EncryptedMapping mapping, String name, Value value, Column column) {
        for (BoundAttribute attribute : mapping.storedIn(value.getTable())) {
            if (attribute.column().equals(column) && attribute.value() != value) {
                check(attribute, name, value, column);
            }
        }
    }

    private static void check(BoundAttribute attribute, String name, Value value, Column column) {
        if (!isSealedLike(attribute, value)) {
            throw attribute.refused(
                    "its column " + column.getName() + " is also that of " + name
                            + ", which would read and write it unsealed",
                    "Map the column once, or annotate both attributes alike");
        }
        if (!isIndexedBesides(attribute, value)) {
            throw attribute.refused(
                    "its column " + column.getName() + " is also that of " + name
                            + ", and one of them would write it without the blind index of the other",
                    "Map the column once, or annotate one attribute @BlindIndex and the other"
                            + " @Column(insertable = false, updatable = false)");
        }
    }

    /** Whether nobody writes the column without its index. */
    private static boolean isIndexedBesides(BoundAttribute bound, Value value) {
        boolean one = !bound.attribute().indexes().isEmpty();
        boolean other = value instanceof BasicValue basic
                && basic.getType() instanceof EncryptedType<?> type
                && !type.attribute().indexes().isEmpty();
        return one == other ? !one : isReadOnly(one ? value : bound.value());
    }

    private static boolean isReadOnly(Value value) {
        return !value.hasAnyInsertableColumns() && !value.hasAnyUpdatableColumns();
    }

    private static boolean isSealedLike(BoundAttribute bound, Value value) {
        if (!(value instanceof BasicValue basic && basic.getType() instanceof EncryptedType<?> type)) {
            return false;
        }
        EncryptedAttribute one = bound.attribute();
        EncryptedAttribute other = type.attribute();
        return one.context().equals(other.context())
                && one.purpose().equals(other.purpose())
                && one.codec().name().equals(other.codec().name())
                && one.storage() == other.storage()
                && one.shared() == other.shared();
    }
}
