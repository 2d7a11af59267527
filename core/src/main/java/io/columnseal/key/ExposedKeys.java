package io.columnseal.key;

import io.columnseal.kms.WrappedKey;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data keys that a KEK ever wrapped, so that whoever has it and an old copy of their rows has them: those that it wraps
 * now, those that the access log saw under it, and those that are older than the log, of which nobody can tell.
 */
final class ExposedKeys {

    private static final int PAGE = 1_000;

    private final String kekId;
    private final Set<KeyId> seen = new HashSet<>();
    private @Nullable Instant logBegins;

    private ExposedKeys(String kekId) {
        this.kekId = kekId;
    }

    /** Reads the whole log. */
    static ExposedKeys of(String kekId, AccessLog log) {
        ExposedKeys exposed = new ExposedKeys(kekId);
        List<LoggedEntry> page = log.read(0, PAGE);
        while (!page.isEmpty()) {
            page.forEach(logged -> exposed.look(logged.entry()));
            page = log.read(page.get(page.size() - 1).sequence(), PAGE);
        }
        return exposed;
    }

    private void look(AccessLog.Entry entry) {
        if (logBegins == null) {
            logBegins = entry.time();
        }
        KeyId key = entry.keyId();
        if (key != null && (kekId.equals(entry.kekId()) || kekId.equals(entry.previousKekId()))) {
            seen.add(key);
        }
    }

    boolean contains(DataKeyRow row) {
        WrappedKey wrapped = row.wrappedKey();
        return (wrapped != null && wrapped.kekId().equals(kekId))
                || seen.contains(row.identity().id())
                || (logBegins != null && row.createdAt().isBefore(logBegins));
    }
}
