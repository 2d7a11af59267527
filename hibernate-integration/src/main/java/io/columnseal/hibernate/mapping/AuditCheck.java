package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.type.EncryptedType;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.PersistentClass;

/**
 * Refuses tables whose primary key holds sealed values, which Envers makes of audited collections of basic values: a row
 * of such a table could never be found again.
 */
final class AuditCheck implements MappingCheck {

    @Override
    public void check(EncryptedMapping mapping) {
        for (PersistentClass entity : mapping.metadata().getEntityBindings()) {
            for (Column column : entity.getIdentifier().getColumns()) {
                if (column.getValue() instanceof BasicValue value && value.getType() instanceof EncryptedType<?> type) {
                    throw new io.columnseal.UnsupportedMappingException(
                            type.attribute().entity(),
                            type.attribute().path(),
                            "Envers keys the audit table " + entity.getTable().getName()
                                    + " of this collection by its encrypted elements",
                            "Annotate the collection @NotAudited, or make its elements an embeddable or entity");
                }
            }
        }
    }
}
