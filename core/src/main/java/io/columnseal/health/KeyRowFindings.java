package io.columnseal.health;

import io.columnseal.health.HealthFinding.Kind;
import io.columnseal.health.HealthFinding.Severity;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.kms.WrappedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Looks at every key row. */
final class KeyRowFindings {

    private static final int NAMED = 10;

    private final HealthSettings settings;
    private final Predicate<DataKeyRow> authentic;
    private final Function<String, Optional<Instant>> firstUse;
    private final Consumer<String> met;
    private final Instant now;
    private final List<String> old = new ArrayList<>();
    private final List<String> compromised = new ArrayList<>();
    private final List<String> edited = new ArrayList<>();
    private final List<String> malformed = new ArrayList<>();
    private final SortedMap<String, Integer> keysOfKeks = new TreeMap<>();
    private final SortedMap<String, Instant> oldestKeys = new TreeMap<>();
    private final List<HealthFinding> findings = new ArrayList<>();

    /**
     * @param firstUse when a KEK was first used, as far as that is known
     * @param met told the id of every row
     */
    KeyRowFindings(
            HealthSettings settings,
            Predicate<DataKeyRow> authentic,
            Function<String, Optional<Instant>> firstUse,
            Consumer<String> met,
            Instant now) {
        this.settings = settings;
        this.authentic = authentic;
        this.firstUse = firstUse;
        this.met = met;
        this.now = now;
    }

    List<HealthFinding> of(DataKeyStore store) {
        store.forEach(this::look, row -> {
            met.accept(row.id());
            malformed.add(row.id());
        });
        oldestKeys.forEach(this::lookAtMasterKey);
        found(
                old,
                Kind.OLD_DATA_KEY,
                Severity.WARNING,
                "data keys are older than " + days(settings.maximumDataKeyAge()),
                "Rotate the keys of their tenants, then re-encrypt");
        found(
                compromised,
                Kind.COMPROMISED_KEY,
                Severity.WARNING,
                "data keys are marked as compromised and still open values",
                "Re-encrypt, so that no value is left under them, then destroy them");
        found(
                edited,
                Kind.EDITED_KEY_ROW,
                Severity.CRITICAL,
                "key rows are not as they were written; their keys open values and seal none",
                "Find out who edited them, and restore the rows from a backup of the key table");
        found(
                malformed,
                Kind.MALFORMED_KEY_ROW,
                Severity.CRITICAL,
                "key rows were edited so that they are none; their keys neither open nor seal, and no backup holds them",
                "Find out who edited them, and restore the rows from a backup of the key table that was made before");
        return findings;
    }

    /** How many keys lie under each KEK, once they were looked at. */
    SortedMap<String, Integer> keysOfKeks() {
        return keysOfKeks;
    }

    private void look(DataKeyRow row) {
        String id = row.identity().id().toString();
        met.accept(id);
        if (row.state() != KeyState.PENDING && !authentic.test(row)) {
            edited.add(id);
            return;
        }
        WrappedKey wrapped = row.wrappedKey();
        if (wrapped != null && row.state() != KeyState.PENDING) {
            keysOfKeks.merge(wrapped.kekId(), 1, Integer::sum);
            oldestKeys.merge(wrapped.kekId(), row.createdAt(), (one, other) -> one.isBefore(other) ? one : other);
        }
        if (row.state() == KeyState.COMPROMISED) {
            compromised.add(id);
        }
        if (row.state() == KeyState.ACTIVE) {
            lookAtAge(row, id);
        }
    }

    private void lookAtAge(DataKeyRow row, String id) {
        KeyUsage usage = row.identity().usage();
        boolean seals = usage == KeyUsage.FIELD || usage == KeyUsage.FILE;
        if (seals && isOlder(row.createdAt(), settings.maximumDataKeyAge())) {
            old.add(id);
        }
    }

    /** Only where a row is old itself can the KEK be, so the log is seldom asked. */
    private void lookAtMasterKey(String kekId, Instant oldestKey) {
        if (!isOlder(oldestKey, settings.maximumMasterKeyAge())) {
            return;
        }
        Instant since = firstUse.apply(kekId).orElse(oldestKey);
        if (isOlder(since, settings.maximumMasterKeyAge())) {
            findings.add(new HealthFinding(
                    Kind.OLD_MASTER_KEY,
                    Severity.WARNING,
                    "The master key " + kekId + " has been in use for more than " + days(settings.maximumMasterKeyAge())
                            + ", since " + since,
                    "Rotate it in the KMS, and rewrap the data keys"));
        }
    }

    private boolean isOlder(Instant since, Duration age) {
        return since.plus(age).isBefore(now);
    }

    private void found(List<String> keys, Kind kind, Severity severity, String problem, String action) {
        if (!keys.isEmpty()) {
            String named = keys.stream().limit(NAMED).collect(Collectors.joining(", "));
            findings.add(new HealthFinding(
                    kind,
                    severity,
                    keys.size() + " " + problem + ": " + named + (keys.size() > NAMED ? ", …" : ""),
                    action));
        }
    }

    private static String days(Duration age) {
        return age.toDays() + " days";
    }
}
