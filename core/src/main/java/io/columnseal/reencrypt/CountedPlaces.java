package io.columnseal.reencrypt;

import io.columnseal.ConfigurationException;
import io.columnseal.catalogue.ColumnCatalogue;
import java.util.Collection;

/** Whether what is counted can be all there is. */
final class CountedPlaces {

    private CountedPlaces() {}

    /**
     * Refuses a count of one place where an application has several: a key without values there may have them elsewhere.
     *
     * @param call what counts, for the refusal
     * @param catalogues one for each place that is counted
     */
    static void requireAll(String call, Collection<ColumnCatalogue> catalogues) {
        for (ColumnCatalogue catalogue : catalogues) {
            long places = catalogues.stream()
                    .filter(other -> other.application().equals(catalogue.application()))
                    .count();
            if (catalogue.tenantsApart() && places == 1) {
                throw new ConfigurationException(
                        call,
                        "would count one database or schema, and the tenants of " + catalogue.application()
                                + " have some of their own. Name all others with alsoCounting(dataSource, catalogue),"
                                + " on the command line with --schema");
            }
        }
    }
}
