package io.columnseal.hibernate.compat;

import java.util.List;
import java.util.stream.Stream;
import org.hibernate.boot.spi.SessionFactoryOptions;

/**
 * Whether the tenants of a session factory have schemas or users of their own in one database: something that Hibernate 7.1
 * and 7.4 brought.
 */
public final class TenantMappers {

    private static final List<VersionedMethod> MAPPERS = Stream.of(
                    "getTenantSchemaMapper", "getTenantCredentialsMapper")
            .filter(name -> VersionedMethod.exists(SessionFactoryOptions.class, name))
            .map(name -> VersionedMethod.of(SessionFactoryOptions.class, 0, name))
            .toList();

    private TenantMappers() {}

    public static boolean arePresent(SessionFactoryOptions options) {
        return MAPPERS.stream().anyMatch(mapper -> mapper.call(options) != null);
    }
}
