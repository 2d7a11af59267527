package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.compat.ForeignKeys;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.ForeignKey;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Table;
import org.hibernate.mapping.ToOne;
import org.jspecify.annotations.Nullable;

/** Refuses associations that join on an encrypted column, whether or not the database has a foreign key for them. */
final class ReferenceCheck implements MappingCheck {

    @Override
    public void check(EncryptedMapping mapping) {
        for (Table table : mapping.metadata().collectTableMappings()) {
            for (ForeignKey key : ForeignKeys.of(table)) {
                check(mapping, key);
            }
        }
        for (PersistentClass entity : mapping.metadata().getEntityBindings()) {
            for (Property property : entity.getReferenceableProperties()) {
                if (property.getValue() instanceof ToOne toOne) {
                    PersistentClass target = mapping.metadata().getEntityBinding(toOne.getReferencedEntityName());
                    check(mapping, entity, property, target, toOne.getReferencedPropertyName());
                }
                if (property.getValue() instanceof Collection collection) {
                    check(mapping, entity, property, collection.getOwner(), collection.getReferencedPropertyName());
                }
            }
        }
    }

    private static void check(EncryptedMapping mapping, ForeignKey key) {
        if (key.getReferencedTable() == null) {
            return;
        }
        for (Column column : key.getReferencedColumns()) {
            mapping.storedIn(key.getReferencedTable(), column).ifPresent(attribute -> {
                throw attribute.refused(
                        "a foreign key of table " + key.getTable().getName() + " references the encrypted column",
                        "Reference the primary key or another column");
            });
        }
    }

    private static void check(
            EncryptedMapping mapping,
            PersistentClass entity,
            Property association,
            @Nullable PersistentClass target,
            @Nullable String referenced) {
        if (target == null || referenced == null) {
            return;
        }
        Property joined = target.getReferencedProperty(referenced);
        for (Column column : joined.getColumns()) {
            mapping.storedIn(joined.getValue().getTable(), column).ifPresent(attribute -> {
                throw attribute.refused(
                        entity.getEntityName() + "." + association.getName() + " joins on the encrypted column",
                        "Join on the primary key or another column");
            });
        }
    }
}
