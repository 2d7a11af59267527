package io.columnseal.key;

import io.columnseal.ColumnSealException;
import io.columnseal.ConfigurationException;
import io.columnseal.KeyStoreUnavailableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Marks every data key that a leaked KEK exposed, and has the active ones replaced. What fails for one key stops no other.
 * There is no state beside rows and access log, so that whoever is stopped begins anew and finds what is left.
 */
final class KekCompromise {

    /** Calls of the key store that fail in a row. One may be but one key's. */
    private static final int UNAVAILABLE_AT_MOST = 3;

    private final DataKeyStore store;
    private final KmsRouting routing;
    private final EntryAuthenticator authenticator;
    private final Compromise compromise;
    private final StateChanges changes;
    private final KekUses log;
    private final CurrentKeks current;

    /** @param log writes at once */
    KekCompromise(
            DataKeyStore store,
            KmsRouting routing,
            EntryAuthenticator authenticator,
            Compromise compromise,
            StateChanges changes,
            KekUses log,
            CurrentKeks current) {
        this.store = store;
        this.routing = routing;
        this.authenticator = authenticator;
        this.compromise = compromise;
        this.changes = changes;
        this.log = log;
        this.current = current;
    }

    /**
     * What a KEK exposed.
     *
     * @param unmarked exposed keys that are not marked yet
     * @param underIt keys that it wraps now, whatever their state
     * @param isNamed whether a row or the log says of any key that it wrapped it
     * @param isPossible whether it may have wrapped any key, as far as the log tells
     */
    record Exposure(List<DataKeyRow> unmarked, Set<KeyId> underIt, boolean isNamed, boolean isPossible) {}

    /** What one operation has marked, and what it could not. */
    static final class Marks {

        private final List<KeyInfo> marked = new ArrayList<>();
        private final Map<KeyId, KekCompromiseReport.Failure> failures = new LinkedHashMap<>();
        private final Set<KeyId> late = new HashSet<>();

        List<KeyInfo> marked() {
            return marked;
        }

        List<KekCompromiseReport.Failure> failures() {
            return List.copyOf(failures.values());
        }

        int late() {
            return late.size();
        }
    }

    /**
     * Before anything is done, so that a slip does not look like success.
     *
     * @return what there is to do
     * @throws ConfigurationException if new keys would still be wrapped under the KEK, it never wrapped any, or what it
     *     wraps could not be wrapped anew
     */
    Exposure requireAnswerable(String kekId) {
        current.requireReplaced(kekId);
        Exposure exposure = exposure(kekId);
        boolean known = routing.isKnown(kekId);
        if (!exposure.isNamed() && !(known && exposure.isPossible())) {
            throw new ConfigurationException(
                    "columnseal.kms",
                    "has no KEK " + kekId
                            + ": it wraps no data key, and the access log knows of none that it ever did."
                            + " seal.keks().status() has the names of those in use");
        }
        if (!exposure.underIt().isEmpty() && !known) {
            throw new ConfigurationException(
                    "columnseal.kms",
                    "does not know the KEK " + kekId + ", which wraps data keys. Configure it as a previous one, so"
                            + " that these can be opened and wrapped anew");
        }
        return exposure;
    }

    /** All of it at once: a walk over keys that are made meanwhile would meet its own. */
    private Exposure exposure(String kekId) {
        ExposedKeys exposed = ExposedKeys.of(name -> routing.isSameKek(kekId, name), store.accessLog(), authenticator);
        List<DataKeyRow> unmarked = new ArrayList<>();
        Set<KeyId> underIt = new HashSet<>();
        boolean[] possible = {false};
        store.forEach(
                row -> {
                    if (exposed.isUnderIt(row)) {
                        underIt.add(row.identity().id());
                    }
                    if (row.identity().usage() != KeyUsage.SYSTEM && exposed.contains(row)) {
                        possible[0] = true;
                        if (isToBeMarked(row)) {
                            unmarked.add(row);
                        }
                    }
                },
                // It cannot be marked; the status of the report names it
                malformed -> {});
        return new Exposure(unmarked, underIt, exposed.isInLog() || !underIt.isEmpty(), possible[0]);
    }

    /**
     * Marks what is exposed.
     *
     * @throws KeyStoreUnavailableException if the key store is away, since each key after it would wait for it as well
     */
    void mark(Exposure exposure, Deed deed, Marks marks) {
        int unavailable = 0;
        for (DataKeyRow row : exposure.unmarked()) {
            KeyId id = row.identity().id();
            try {
                switch (row.state()) {
                    case DESTROY_PENDING -> rememberWhileWaiting(row, deed, marks);
                    case PENDING -> preventActivation(row, deed, marks);
                    default -> marks.marked.add(compromise.mark(id, deed).info());
                }
                marks.failures.remove(id);
                unavailable = 0;
            } catch (RuntimeException e) {
                // Typed or not: a KMS of somebody else's making may throw anything
                marks.failures.put(id, new KekCompromiseReport.Failure(row.info(), e));
                unavailable = e instanceof KeyStoreUnavailableException ? unavailable + 1 : 0;
                if (unavailable == UNAVAILABLE_AT_MOST) {
                    throw e;
                }
            }
        }
    }

    /**
     * After everything was wrapped anew: marks what a node made meanwhile that had the leaked KEK still, of which by now the
     * log alone may tell, and tries again what failed before.
     */
    void markLate(String kekId, Deed deed, Marks marks) {
        Exposure late = exposure(kekId);
        late.unmarked().stream()
                .map(row -> row.identity().id())
                .filter(id -> !marks.failures.containsKey(id))
                .forEach(marks.late::add);
        marks.late.addAll(late.underIt());
        mark(late, deed, marks);
    }

    private boolean isToBeMarked(DataKeyRow row) {
        return switch (row.state()) {
            case ACTIVE, RETIRED, SUPERSEDED, SUSPENDED -> true;
            case PENDING, DESTROY_PENDING ->
                store.notes()
                        .find(row.identity().id(), KeyNote.Kind.COMPROMISED)
                        .isEmpty();
            case COMPROMISED, DESTROYED -> false;
        };
    }

    /** Nothing is sealed under it; if it comes back, it does so as a leaked key. */
    private void rememberWhileWaiting(DataKeyRow row, Deed deed, Marks marks) {
        KeyId id = row.identity().id();
        remember(id, deed);
        if (changes.find(id).state().opens()) {
            // Its destruction was cancelled meanwhile
            marks.marked.add(compromise.mark(id, deed).info());
            return;
        }
        log.record(log.entry(deed.operation().name(), deed.actor())
                .key(row.identity())
                .context("waits for its erasure")
                .reason(deed.reason()));
    }

    /** It has sealed nothing, and is not to begin with it: whoever makes it, and came to a halt, loses the row. */
    private void preventActivation(DataKeyRow row, Deed deed, Marks marks) {
        KeyId id = row.identity().id();
        remember(id, deed);
        if (changes.renewed(id, KeyState.PENDING, deed).state() != KeyState.PENDING) {
            marks.marked.add(compromise.mark(id, deed).info());
        }
    }

    private void remember(KeyId id, Deed deed) {
        store.notes().put(new KeyNote(id, KeyNote.Kind.COMPROMISED, changes.now(), deed.reason()));
    }

    /** Whether an error is one that the library knows, whose message may be shown. */
    static String described(RuntimeException e) {
        return e instanceof ColumnSealException
                ? String.valueOf(e.getMessage())
                : e.getClass().getName();
    }
}
