package io.columnseal.key;

import io.columnseal.ColumnSealException;
import io.columnseal.KeyUnusableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Marks every data key that a leaked KEK exposed, and has the active ones replaced. What fails for one key stops no other.
 * There is no state beside rows and access log, so that whoever is stopped begins anew and finds what is left.
 */
final class KekCompromise {

    private final DataKeyStore store;
    private final Compromise compromise;
    private final StateChanges changes;

    KekCompromise(DataKeyStore store, Compromise compromise, StateChanges changes) {
        this.store = store;
        this.compromise = compromise;
        this.changes = changes;
    }

    /** What one operation has marked, and what it could not. */
    static final class Marks {

        private final List<KeyInfo> marked = new ArrayList<>();
        private final Map<KeyId, KekCompromiseReport.Failure> failures = new LinkedHashMap<>();

        List<KeyInfo> marked() {
            return marked;
        }

        List<KekCompromiseReport.Failure> failures() {
            return List.copyOf(failures.values());
        }
    }

    /** Marks what is exposed and not marked yet; keys that failed before are tried again. */
    void mark(String kekId, Deed deed, Marks marks) {
        for (DataKeyRow row : unmarked(ExposedKeys.of(kekId, store.accessLog()))) {
            KeyId id = row.identity().id();
            try {
                if (row.state() == KeyState.DESTROY_PENDING) {
                    rememberWhileWaiting(row, deed);
                } else {
                    marks.marked.add(compromise.mark(id, deed).info());
                }
                marks.failures.remove(id);
            } catch (RuntimeException e) {
                // Typed or not: a KMS of somebody else's making may throw anything
                marks.failures.put(id, new KekCompromiseReport.Failure(row.info(), e));
            }
        }
    }

    /** All of them at once: a walk over keys that are made meanwhile would meet its own. */
    private List<DataKeyRow> unmarked(ExposedKeys exposed) {
        List<DataKeyRow> found = new ArrayList<>();
        store.forEach(row -> {
            if (row.identity().usage() != KeyUsage.SYSTEM && isToBeMarked(row) && exposed.contains(row)) {
                found.add(row);
            }
        });
        return found;
    }

    private boolean isToBeMarked(DataKeyRow row) {
        return switch (row.state()) {
            case ACTIVE, RETIRED, SUPERSEDED, SUSPENDED -> true;
            case DESTROY_PENDING ->
                store.notes()
                        .find(row.identity().id(), KeyNote.Kind.COMPROMISED)
                        .isEmpty();
            // A PENDING one has sealed nothing; should it become active meanwhile, the log tells whence it came
            case PENDING, COMPROMISED, DESTROYED -> false;
        };
    }

    /** Nothing is sealed under it; if it comes back, it does so as a leaked key. */
    private void rememberWhileWaiting(DataKeyRow row, Deed deed) {
        KeyId id = row.identity().id();
        store.notes().put(new KeyNote(id, KeyNote.Kind.COMPROMISED, changes.now(), deed.reason()));
        DataKeyRow now = changes.find(id);
        if (now.state().opens() && now.state() != KeyState.COMPROMISED) {
            throw new KeyUnusableException(id, now.state(), "its destruction was cancelled meanwhile; run this again");
        }
    }

    /** Whether an error is one that the library knows, whose message may be shown. */
    static String described(RuntimeException e) {
        return e instanceof ColumnSealException
                ? String.valueOf(e.getMessage())
                : e.getClass().getName();
    }
}
