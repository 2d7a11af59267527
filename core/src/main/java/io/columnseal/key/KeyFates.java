package io.columnseal.key;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the access log says became of keys: what tells it where their rows are gone or edited. Entries that guard a key count
 * if they are not genuine as well, since a key too many is only asked about; those that set one free do not.
 *
 * @param destroyed nothing opens under them any more
 * @param compromised they were found to be leaked, which no operation takes back
 * @param suspended they were switched off, and not resumed
 */
record KeyFates(Set<KeyId> destroyed, Set<KeyId> compromised, Set<KeyId> suspended) {

    private static final int PAGE = 1_000;

    /** @param mac of the entries that are genuine */
    static KeyFates of(AccessLog log, AuditMac mac) {
        KeyFates fates = new KeyFates(new HashSet<>(), new HashSet<>(), new HashSet<>());
        List<LoggedEntry> page = log.read(0, PAGE);
        while (!page.isEmpty()) {
            page.forEach(logged -> fates.take(logged, mac));
            page = log.read(page.get(page.size() - 1).sequence(), PAGE);
        }
        return fates;
    }

    private void take(LoggedEntry logged, AuditMac mac) {
        AccessLog.Entry entry = logged.entry();
        KeyId key = entry.keyId();
        if (key == null || !entry.success()) {
            return;
        }
        String operation = entry.operation();
        if (is(operation, KeyOperation.ERASE) || is(operation, KeyOperation.SHRED)) {
            destroyed.add(key);
        } else if (is(operation, KeyOperation.SUSPEND)) {
            suspended.add(key);
        } else if (is(operation, KeyOperation.RESUME)) {
            if (mac.verifies(logged)) {
                suspended.remove(key);
            }
        } else if (is(operation, KeyOperation.COMPROMISE)) {
            // Of an active key, the entry is about the one that replaced it
            KeyId replaced = entry.previousKeyId();
            compromised.add(replaced == null ? key : replaced);
        } else if (isResurrection(entry)) {
            if (mac.verifies(logged)) {
                destroyed.remove(key);
            }
            suspended.add(key);
        }
    }

    private static boolean is(String name, KeyOperation operation) {
        return operation.name().equals(name);
    }

    private static boolean isResurrection(AccessLog.Entry entry) {
        return is(entry.operation(), KeyOperation.RESTORE)
                && RestoreReport.Outcome.RESURRECTED.name().equals(entry.context());
    }
}
