package io.columnseal.reencrypt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many index values of each version each tenant has, in columns counted so far. */
final class IndexVersions {

    private final Map<String, Map<Byte, Long>> byTenant = new HashMap<>();
    private final Map<Byte, Long> ofNobody = new HashMap<>();

    /**
     * Counts a column. Whose a value is, its key's row says, which must be authentic: whoever edits it could make it seem
     * that a tenant has no values of an old key any more.
     */
    void add(List<IndexGroup> groups) {
        for (IndexGroup group : groups) {
            Byte version = group.version();
            if (version != null) {
                boolean owned = group.authentic() && !group.tenant().isEmpty();
                (owned ? byTenant.computeIfAbsent(group.tenant(), tenant -> new HashMap<>()) : ofNobody)
                        .merge(version, group.rows(), Long::sum);
            }
        }
    }

    /** Rows that hold an index value of this version and are the tenant's, or may be. */
    long rows(String tenant, byte version) {
        return byTenant.getOrDefault(tenant, Map.of()).getOrDefault(version, 0L) + ofNobody.getOrDefault(version, 0L);
    }
}
