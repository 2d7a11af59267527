package io.columnseal.hibernate.compat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A filter of an entity or a collection in the boot model. Hibernate's own {@code FilterConfiguration} lies in another
 * package since version 7.0.
 *
 * @param condition SQL; null if the filter's definition has it
 */
public record BootFilter(String name, @Nullable String condition) {

    /** @param configurations Hibernate's filters */
    public static List<BootFilter> of(List<?> configurations) {
        return configurations.stream().map(BootFilter::of).toList();
    }

    private static BootFilter of(Object configuration) {
        Class<?> type = configuration.getClass();
        return new BootFilter(
                String.valueOf(VersionedMethod.of(type, 0, "getName").call(configuration)),
                (String) VersionedMethod.of(type, 0, "getCondition").call(configuration));
    }
}
