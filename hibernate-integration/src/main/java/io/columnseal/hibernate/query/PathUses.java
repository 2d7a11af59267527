package io.columnseal.hibernate.query;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import org.hibernate.query.sqm.tree.SqmStatement;
import org.hibernate.query.sqm.tree.SqmVisitableNode;

/**
 * What each path of a semantic query is used for. Hibernate gives all mentions of {@code p.ssn} in a query one and the
 * same path object, so that what counts is the place, not the object: a path has the uses of all its mentions.
 */
final class PathUses {

    private final IdentityHashMap<SqmVisitableNode, Set<Use>> uses = new IdentityHashMap<>();

    /** Reads the uses of all paths; leaves out those of a query that has a kind of node it does not know. */
    static PathUses in(SqmStatement<?> statement) {
        PathUses uses = new PathUses();
        try {
            statement.accept(new StatementReader(uses));
        } catch (ClassCastException | UnsupportedOperationException e) {
            // Some of Hibernate's nodes can only be visited by its own translator. Without a use, encrypted paths are
            // refused, while queries without encrypted paths go on.
            uses.uses.clear();
        }
        return uses;
    }

    /** The uses of a path in the order they were read, {@link Use#UNKNOWN} if the query was not seen to mention it. */
    Collection<Use> of(SqmVisitableNode path) {
        return uses.getOrDefault(path, Set.of(Use.UNKNOWN));
    }

    void add(SqmVisitableNode path, Use use) {
        uses.computeIfAbsent(path, unread -> new LinkedHashSet<>()).add(use);
    }
}
