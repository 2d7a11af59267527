package io.columnseal.hibernate.compat;

import org.hibernate.query.sqm.SqmPathSource;
import org.hibernate.query.sqm.tree.domain.SqmPath;
import org.jspecify.annotations.Nullable;

/** The type of what a path of a query stands for: Hibernate 6.6 has another name for it. */
public final class QueryPaths {

    private static final VersionedMethod TYPE =
            VersionedMethod.of(SqmPathSource.class, 0, "getPathType", "getSqmPathType");

    private QueryPaths() {}

    public static @Nullable Object type(SqmPath<?> path) {
        return TYPE.call(path.getReferencedPathSource());
    }
}
