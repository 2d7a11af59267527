package io.columnseal.reencrypt;

import io.columnseal.ConfigurationException;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.ColumnRegistry;
import io.columnseal.catalogue.RegisteredColumn;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether catalogues name every sealed column that was ever registered with the keys, of whatever application: only the
 * registry knows all of them, and what cannot be counted must not be destroyed.
 */
final class ColumnCoverage {

    private final ColumnRegistry registry;
    private final List<ColumnCatalogue> catalogues;

    ColumnCoverage(ColumnRegistry registry, List<ColumnCatalogue> catalogues) {
        this.registry = registry;
        this.catalogues = List.copyOf(catalogues);
    }

    /** @throws ConfigurationException if a column is missing; names it */
    void require() {
        for (RegisteredColumn registered : registry.findAll()) {
            if (catalogues.stream().noneMatch(catalogue -> covers(catalogue, registered))) {
                throw missing(registered);
            }
        }
    }

    /** All columns that are counted, in words that change when they do. */
    String described() {
        return catalogues.stream()
                .flatMap(catalogue -> catalogue.columns().stream()
                        .map(column -> catalogue.application() + "|" + column.table() + "|" + column.column()))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    /** The context tells an attribute in both; the registry has one table for it, which may be a superclass's. */
    private static boolean covers(ColumnCatalogue catalogue, RegisteredColumn registered) {
        return catalogue.application().equals(registered.application())
                && catalogue.columns().stream()
                        .anyMatch(column -> column.context().equals(registered.context())
                                && column.column().equals(registered.column()));
    }

    private static ConfigurationException missing(RegisteredColumn registered) {
        return new ConfigurationException(
                "keyDestruction",
                "cannot destroy a key: the column " + registered.table() + "." + registered.column() + " ("
                        + registered.entity() + "." + registered.attribute() + ") of application "
                        + registered.application() + " is registered with these keys but in none of the catalogues."
                        + " Name that application's catalogue with alsoCounting(dataSource, catalogue); or, if that"
                        + " column is gone for good, delete its row from columnseal_columns");
    }
}
