package io.columnseal.hibernate.query;

import org.hibernate.query.sqm.tree.domain.SqmPath;
import org.hibernate.query.sqm.tree.from.SqmRoot;

/** Reads the paths that a bulk statement assigns values to. */
final class TargetPaths {

    private TargetPaths() {}

    /** What the path starts from. */
    static SqmPath<?> root(SqmPath<?> path) {
        SqmPath<?> root = path;
        while (root.getLhs() != null && !(root instanceof SqmRoot<?>)) {
            root = root.getLhs();
        }
        return root;
    }

    /** As it reads after the root's alias. */
    static String name(SqmPath<?> path) {
        String name = path.getReferencedPathSource().getPathName();
        SqmPath<?> owner = path.getLhs();
        return owner == null || owner instanceof SqmRoot<?> ? name : name(owner) + "." + name;
    }
}
