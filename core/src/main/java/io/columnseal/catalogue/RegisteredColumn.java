package io.columnseal.catalogue;

import io.columnseal.Storage;
import java.util.List;

/**
 * What the registry remembers of a sealed column; identified by application, entity and attribute.
 *
 * @param application name of the application, so that several can share one key table
 * @param codec name of the codec values were last written with
 * @param indexes columns of index values made from the same values, in a stable order
 */
public record RegisteredColumn(
        String application,
        String entity,
        String attribute,
        String table,
        String column,
        String context,
        String purpose,
        String codec,
        Storage storage,
        List<IndexColumn> indexes) {

    public RegisteredColumn {
        indexes = List.copyOf(indexes);
    }

    /** A column without indexes. */
    public RegisteredColumn(
            String application,
            String entity,
            String attribute,
            String table,
            String column,
            String context,
            String purpose,
            String codec,
            Storage storage) {
        this(application, entity, attribute, table, column, context, purpose, codec, storage, List.of());
    }

    /** Whether both describe the same attribute, however it is stored. */
    public boolean isSameAttributeAs(RegisteredColumn other) {
        return application.equals(other.application)
                && entity.equals(other.entity)
                && attribute.equals(other.attribute);
    }
}
