package io.columnseal.hibernate.catalogue;

import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.reencrypt.SealedNormalForms;
import java.util.List;
import java.util.Map;

/** What index values are made of, for columns of the mapping. */
final class ColumnNormalForms implements SealedNormalForms {

    private final Map<List<String>, EncryptedAttribute> attributes;

    /** @param attributes whose values columns hold, by their {@linkplain ColumnScan#place place} */
    ColumnNormalForms(Map<List<String>, EncryptedAttribute> attributes) {
        this.attributes = Map.copyOf(attributes);
    }

    @Override
    public byte[][] of(SealedColumn column, IndexColumn index, byte[] value) {
        EncryptedAttribute attribute = attributes.get(ColumnScan.place(column.table(), column.column()));
        if (attribute == null) {
            throw new IllegalArgumentException(column.table() + "." + column.column() + " is no column of the mapping");
        }
        return index(attribute, index.name()).form().hashed(attribute.codec().decode(value));
    }

    private static AttributeIndex index(EncryptedAttribute attribute, String name) {
        return attribute.indexes().stream()
                .filter(index -> index.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        attribute.entity() + "." + attribute.path() + " has no index " + name));
    }
}
