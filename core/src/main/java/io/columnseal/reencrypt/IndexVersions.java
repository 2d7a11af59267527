package io.columnseal.reencrypt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many index values of each version, and rows without any, each tenant has in columns counted so far. */
final class IndexVersions {

    private final Map<String, Map<Optional<Byte>, Long>> byTenant = new HashMap<>();
    private final Map<Optional<Byte>, Long> ofNobody = new HashMap<>();

    /**
     * Counts a column. Whose a value is, its key's row says, which must be authentic: whoever edits it could make it seem
     * that a tenant has no values of an old key any more.
     */
    void add(List<IndexGroup> groups) {
        for (IndexGroup group : groups) {
            boolean owned = group.authentic() && !group.tenant().isEmpty();
            (owned ? byTenant.computeIfAbsent(group.tenant(), tenant -> new HashMap<>()) : ofNobody)
                    .merge(Optional.ofNullable(group.version()), group.rows(), Long::sum);
        }
    }

    /** Rows that hold an index value of this version and are the tenant's, or may be. */
    long rows(String tenant, byte version) {
        Optional<Byte> wanted = Optional.of(version);
        return ofTenant(tenant).getOrDefault(wanted, 0L) + ofNobody.getOrDefault(wanted, 0L);
    }

    /** Rows that hold another index value or none, and are the tenant's, or may be. */
    long rowsBesides(String tenant, byte version) {
        return besides(ofTenant(tenant), version) + besides(ofNobody, version);
    }

    private Map<Optional<Byte>, Long> ofTenant(String tenant) {
        return byTenant.getOrDefault(tenant, Map.of());
    }

    private static long besides(Map<Optional<Byte>, Long> rows, byte version) {
        return rows.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(Optional.of(version)))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
