package io.columnseal.key;

import io.columnseal.kms.WrappedKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The data keys that a KEK ever wrapped, so that whoever has it and an old copy of their rows has them: those that it wraps
 * now, those that the access log saw under it, and those of which the log cannot tell. It can of a key whose making it
 * shows, if from there to its end no entry is missing and each is as it was written: marking too much costs a
 * re-encryption, too little a secret.
 */
final class ExposedKeys {

    private static final int PAGE = 1_000;
    private static final byte[] NO_MAC = new byte[0];

    private final Predicate<String> leaked;
    private final EntryAuthenticator authenticator;
    private final Map<String, Boolean> names = new HashMap<>();
    private final Set<KeyId> seen = new HashSet<>();
    private final Set<KeyId> accountedFor = new HashSet<>();
    private LogHead head = new LogHead(0, NO_MAC);

    private ExposedKeys(Predicate<String> leaked, EntryAuthenticator authenticator) {
        this.leaked = leaked;
        this.authenticator = authenticator;
    }

    /**
     * Reads the whole log.
     *
     * @param leaked whether a name is one of the KEK
     */
    static ExposedKeys of(Predicate<String> leaked, AccessLog log, EntryAuthenticator authenticator) {
        ExposedKeys exposed = new ExposedKeys(leaked, authenticator);
        exposed.read(log);
        return exposed;
    }

    private void read(AccessLog log) {
        // First: what is appended meanwhile is read as well
        long last = log.lastSequence();
        List<LoggedEntry> page = log.read(0, PAGE);
        while (!page.isEmpty()) {
            page.forEach(this::look);
            page = log.read(head.sequence(), PAGE);
        }
        if (head.sequence() < last) {
            accountedFor.clear();
        }
    }

    private void look(LoggedEntry logged) {
        boolean authentic = authenticator.check(logged) == EntryAuthenticator.Verdict.AUTHENTIC;
        if (!authentic || !follows(logged)) {
            accountedFor.clear();
        }
        head = logged.head();
        AccessLog.Entry entry = logged.entry();
        KeyId key = entry.keyId();
        if (key == null) {
            return;
        }
        if (isLeaked(entry.kekId()) || isLeaked(entry.previousKekId())) {
            seen.add(key);
        }
        boolean made = entry.operation().equals(LogOperation.GENERATE) && entry.success();
        if (authentic && made && entry.kekId() != null) {
            accountedFor.add(key);
        }
    }

    private boolean follows(LoggedEntry logged) {
        return logged.sequence() == head.sequence() + 1 && Arrays.equals(logged.previousMac(), head.mac());
    }

    private boolean isLeaked(@Nullable String kekId) {
        return kekId != null && names.computeIfAbsent(kekId, leaked::test);
    }

    /** Whether the log saw any key under the KEK. */
    boolean isInLog() {
        return !seen.isEmpty();
    }

    boolean isUnderIt(DataKeyRow row) {
        WrappedKey wrapped = row.wrappedKey();
        return wrapped != null && isLeaked(wrapped.kekId());
    }

    boolean contains(DataKeyRow row) {
        KeyId key = row.identity().id();
        return isUnderIt(row) || seen.contains(key) || !accountedFor.contains(key);
    }
}
