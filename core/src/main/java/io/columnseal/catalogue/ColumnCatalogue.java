package io.columnseal.catalogue;

import java.util.List;

/**
 * The sealed columns of one application.
 *
 * @param application its name, as the registry of columns knows it
 */
public record ColumnCatalogue(String application, List<SealedColumn> columns) {

    public ColumnCatalogue {
        columns = List.copyOf(columns);
    }
}
