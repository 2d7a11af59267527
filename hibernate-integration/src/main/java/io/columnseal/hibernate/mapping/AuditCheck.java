package io.columnseal.hibernate.mapping;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;

/**
 * Refuses audited collections with encrypted elements. Envers finds an element's revisions by comparing its columns in
 * the database, basic elements are even part of its audit table's primary key; sealed columns never match.
 */
final class AuditCheck implements MappingCheck {

    @Override
    public void check(EncryptedMapping mapping) {
        Map<Object, BoundAttribute> inCollections = mapping.attributes().stream()
                .filter(AuditCheck::isInCollection)
                .collect(Collectors.toMap(BoundAttribute::type, Function.identity()));
        if (inCollections.isEmpty()) {
            return;
        }
        for (Table table : mapping.metadata().collectTableMappings()) {
            for (Column column : table.getColumns()) {
                RequiredColumns.encryptedType(column)
                        .flatMap(type -> Optional.ofNullable(inCollections.get(type)))
                        .filter(attribute -> !attribute.isStoredIn(table))
                        .ifPresent(attribute -> {
                            throw attribute.refused(
                                    "Envers compares the encrypted elements of this collection in its audit table "
                                            + table.getName(),
                                    "Annotate the collection @NotAudited, or make its elements an entity");
                        });
            }
        }
    }

    private static boolean isInCollection(BoundAttribute attribute) {
        return attribute.entity() == null || attribute.property().getValue() instanceof Collection;
    }
}
