package io.columnseal.reencrypt;

import io.columnseal.key.KeyId;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that stay where they are, counted by key and reason. */
final class Tally {

    /** Garbage can name any number of keys; beyond these the rest is counted together, so that memory stays bounded. */
    static final int MAX_KEYS = 1000;

    private final Map<Cause, Long> rows = new LinkedHashMap<>();

    void add(@Nullable KeyId key, Reason reason, long count) {
        Cause cause = new Cause(key, reason);
        if (rows.size() >= MAX_KEYS && !rows.containsKey(cause)) {
            cause = new Cause(null, reason);
        }
        rows.merge(cause, count, Long::sum);
    }

    void addAll(Tally other) {
        other.rows.forEach((cause, count) -> add(cause.key, cause.reason, count));
    }

    /** All but those of one reason. */
    Tally except(Reason reason) {
        Tally others = new Tally();
        rows.forEach((cause, count) -> {
            if (cause.reason != reason) {
                others.add(cause.key, cause.reason, count);
            }
        });
        return others;
    }

    long rows() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    List<Undecryptable> toList() {
        return rows.entrySet().stream()
                .map(entry -> new Undecryptable(entry.getKey().key, entry.getKey().reason, entry.getValue()))
                .toList();
    }

    private record Cause(@Nullable KeyId key, Reason reason) {}
}
