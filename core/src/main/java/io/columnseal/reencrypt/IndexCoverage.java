package io.columnseal.reencrypt;

import io.columnseal.ConfigurationException;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.ColumnRegistry;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.RegisteredColumn;
import java.util.List;

/**
 * Whether catalogues name every index column that was ever registered with the keys: an INDEX key is a tenant's, whatever
 * application uses it, and only the registry knows all of them.
 */
final class IndexCoverage {

    private final ColumnRegistry registry;
    private final List<ColumnCatalogue> catalogues;

    IndexCoverage(ColumnRegistry registry, List<ColumnCatalogue> catalogues) {
        this.registry = registry;
        this.catalogues = List.copyOf(catalogues);
    }

    /**
     * Columns that are gone do not count: nobody looks anything up in them, also when they come back, before every value in
     * them was made anew.
     *
     * @throws ConfigurationException if an index column is missing; names it
     */
    void require() {
        for (RegisteredColumn registered : registry.findAll()) {
            if (registered.places().isEmpty()) {
                // Forgotten with all its values
                continue;
            }
            for (IndexColumn index : registered.indexes()) {
                if (catalogues.stream().noneMatch(catalogue -> covers(catalogue, registered, index))) {
                    throw missing(registered, index);
                }
            }
        }
    }

    /**
     * Refuses second columns of unique indexes that were gone for a while: what they hold may be under the right key, and
     * not of the row's value.
     *
     * @throws ConfigurationException if there is one; names it
     */
    void requireNextUnbroken() {
        for (RegisteredColumn registered : registry.findAll()) {
            for (IndexColumn index : registered.indexes()) {
                boolean back = registered.goneIndexes().stream()
                        .anyMatch(gone -> gone.column().equals(index.column()));
                if (index.isNext() && back) {
                    throw new ConfigurationException(
                            "indexRebuild",
                            "cannot supersede an INDEX key: the second column of a unique index, " + registered.table()
                                    + "." + index.column() + " of application " + registered.application()
                                    + ", was gone for a while. Do what its warning says when the application starts, then"
                                    + " run again");
                }
            }
        }
    }

    /** The context tells an attribute in both; the registry has one table for it, which may be a superclass's. */
    private static boolean covers(ColumnCatalogue catalogue, RegisteredColumn registered, IndexColumn index) {
        return catalogue.application().equals(registered.application())
                && catalogue.columns().stream()
                        .filter(column -> column.context().equals(registered.context()))
                        .flatMap(column -> column.indexes().stream())
                        .anyMatch(column -> column.column().equals(index.column()));
    }

    private static ConfigurationException missing(RegisteredColumn registered, IndexColumn index) {
        return new ConfigurationException(
                "indexRebuild",
                "cannot finish the rotation of an INDEX key: the index column " + registered.table() + "."
                        + index.column() + " (" + registered.entity() + "." + registered.attribute()
                        + ") of application " + registered.application() + " is registered with these keys but not in"
                        + " the catalogue. Rebuild the indexes of that application, then name its catalogue with"
                        + " alsoCounting(dataSource, catalogue); or, if that attribute is gone with all its values,"
                        + " have its columns forgotten with KeyDestruction.forget");
    }
}
