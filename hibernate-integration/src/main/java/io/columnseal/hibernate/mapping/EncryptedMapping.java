package io.columnseal.hibernate.mapping;

import java.util.List;
import java.util.Optional;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;

/** A finished mapping with its encrypted attributes, for the checks. */
record EncryptedMapping(List<BoundAttribute> attributes, Metadata metadata) {

    /** The attribute that is stored in a column. */
    Optional<BoundAttribute> storedIn(Table table, Column column) {
        return attributes.stream()
                .filter(attribute -> attribute.isStoredIn(table, column))
                .findFirst();
    }
}
