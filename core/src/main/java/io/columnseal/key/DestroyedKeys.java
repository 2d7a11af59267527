package io.columnseal.key;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys that the access log says were destroyed: what tells it where their rows are gone. Entries count that are not
 * genuine as well, since a key too many is only asked about.
 */
final class DestroyedKeys {

    private static final int PAGE = 1_000;
    private static final Set<String> DESTROYING = Set.of(KeyOperation.ERASE.name(), KeyOperation.SHRED.name());

    private DestroyedKeys() {}

    static Set<KeyId> of(AccessLog log) {
        Set<KeyId> destroyed = new HashSet<>();
        List<LoggedEntry> page = log.read(0, PAGE);
        while (!page.isEmpty()) {
            page.forEach(logged -> take(logged.entry(), destroyed));
            page = log.read(page.get(page.size() - 1).sequence(), PAGE);
        }
        return destroyed;
    }

    private static void take(AccessLog.Entry entry, Set<KeyId> destroyed) {
        KeyId key = entry.keyId();
        if (key == null || !entry.success()) {
            return;
        }
        if (DESTROYING.contains(entry.operation())) {
            destroyed.add(key);
        } else if (isResurrection(entry)) {
            destroyed.remove(key);
        }
    }

    private static boolean isResurrection(AccessLog.Entry entry) {
        return entry.operation().equals(KeyOperation.RESTORE.name())
                && RestoreReport.Outcome.RESURRECTED.name().equals(entry.context());
    }
}
