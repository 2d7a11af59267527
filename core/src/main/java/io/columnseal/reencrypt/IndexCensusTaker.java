package io.columnseal.reencrypt;

import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the census of index columns: what the database counts, and which version each tenant's values should have. */
final class IndexCensusTaker {

    private final IndexGroups groups;
    private final IndexValueMaker values;
    private final @Nullable String onlyTenant;

    /** @param onlyTenant whose rows count, null for everybody's */
    IndexCensusTaker(IndexGroups groups, IndexValueMaker values, @Nullable String onlyTenant) {
        this.groups = groups;
        this.values = values;
        this.onlyTenant = onlyTenant;
    }

    /** @param everyValue as in {@link IndexCensus} */
    IndexCensus take(IndexSql sql, boolean everyValue) {
        IndexCensus census = new IndexCensus(everyValue);
        Map<String, Standing> standings = new HashMap<>();
        for (IndexGroup group : groups.count(sql)) {
            Header header = group.header();
            Reason problem = group.problem();
            if (!group.hasValue()) {
                census.addWithoutValue(group.rows());
            } else if (onlyTenant != null
                    && header != null
                    && !group.tenant().isEmpty()
                    && !group.tenant().equals(onlyTenant)) {
                census.addSettled(header);
            } else if (header == null || problem != null) {
                census.addUnreadable(group, problem == null ? Reason.NOT_SEALED : problem);
            } else {
                Standing standing = standings.computeIfAbsent(group.tenant(), tenant -> standing(tenant, sql));
                if (standing.problem == null) {
                    census.add(group, standing.version);
                } else {
                    census.addUnreadable(group, standing.problem);
                }
            }
        }
        return census;
    }

    private Standing standing(String tenant, IndexSql sql) {
        try {
            return new Standing(values.of(tenant, sql.column(), sql.index()), null);
        } catch (ImmovableException e) {
            return new Standing((byte) 0, e.reason());
        }
    }

    /** What new values of a tenant begin with, or why there are none. */
    private record Standing(byte version, @Nullable Reason problem) {}
}
