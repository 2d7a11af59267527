package io.columnseal.reencrypt;

import io.columnseal.ConfigurationException;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.ColumnPlace;
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
            for (ColumnPlace place : registered.places()) {
                if (!covers(registered.application(), registered.context(), place)) {
                    throw missing(registered, place);
                }
            }
        }
    }

    /** Whether values of this application, sealed for this context, are counted there. */
    boolean covers(String application, String context, ColumnPlace place) {
        return catalogues.stream()
                .filter(catalogue -> catalogue.application().equals(application))
                .flatMap(catalogue -> catalogue.columns().stream())
                .anyMatch(column -> column.context().equals(context)
                        && place.equals(new ColumnPlace(column.table(), column.column())));
    }

    /** All columns that are counted, in words that change when they do. */
    String described() {
        return catalogues.stream()
                .flatMap(catalogue -> catalogue.columns().stream()
                        .map(column -> catalogue.application() + "|" + column.table() + "|" + column.column()))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static ConfigurationException missing(RegisteredColumn registered, ColumnPlace place) {
        return new ConfigurationException(
                "keyDestruction",
                "cannot destroy a key: the column " + place + " (" + registered.entity() + "." + registered.attribute()
                        + ") of application "
                        + registered.application() + " is registered with these keys but in none of the catalogues."
                        + " Name that application's catalogue with alsoCounting(dataSource, catalogue); or, if that"
                        + " column holds nothing that is needed, say so with forget(application, table, column, actor,"
                        + " reason) or `columnseal keys forget-column`");
    }
}
