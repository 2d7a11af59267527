package io.columnseal.key;

import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.SealListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives tenants new keys: one, many, or those whose keys are old. */
final class Rotations {

    private static final Logger LOG = LoggerFactory.getLogger(Rotations.class);

    private static final int UNAVAILABLE_IN_A_ROW = 3;

    /** By how much the clocks of nodes may, without a key being replaced for it. */
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    private static final String SCHEDULED = "scheduled rotation";

    private final DataKeyStore store;
    private final OperationGate gate;
    private final KeyFactory factory;
    private final KeyAdoption adoption;
    private final Clock clock;
    private final SealListener listener;

    Rotations(
            DataKeyStore store,
            OperationGate gate,
            KeyFactory factory,
            KeyAdoption adoption,
            Clock clock,
            SealListener listener) {
        this.store = store;
        this.gate = gate;
        this.factory = factory;
        this.adoption = adoption;
        this.clock = clock;
        this.listener = listener;
    }

    DataKeyRow rotate(String tenant, Deed deed) {
        return adopted(factory.successor(tenant, KeyUsage.FIELD, deed.actor(), deed.reason(), listener));
    }

    DataKeyRow rotateFiles(String tenant, Deed deed) {
        return adopted(factory.successor(tenant, KeyUsage.FILE, deed.actor(), deed.reason(), listener));
    }

    /** The new key, or, if the active one is of another version, that one. */
    DataKeyRow rotateIf(String tenant, KeyUsage usage, int expectedVersion, Deed deed) {
        return adopted(factory.successorOf(tenant, usage, expectedVersion, deed.actor(), deed.reason(), listener));
    }

    DataKeyRow rotateIndex(String tenant, Deed deed) {
        return adopted(factory.indexSuccessor(tenant, deed.actor(), deed.reason(), listener));
    }

    /** Rotates every key of values or files that is active, whatever happens to the others. */
    KeyRotationReport rotateAll(Deed deed) {
        return rotate(walk(Rotations::seals), key -> deed);
    }

    /** Rotates every active key of values or files that was made before this time, as the library's own doing. */
    KeyRotationReport rotateDue(Instant madeBefore) {
        return rotate(
                walk(row -> seals(row) && (row.createdAt().isBefore(madeBefore) || isOfATimeToCome(row))),
                key -> gate.admitSystem(KeyFactory.rotation(key.usage()), key.tenant(), null, SCHEDULED));
    }

    private KeyRotationReport rotate(Walk walk, Function<KeyInfo, Deed> deeds) {
        List<KeyInfo> rotated = new ArrayList<>();
        List<KeyInfo> elsewhere = new ArrayList<>();
        List<KeyRotationReport.Failure> failures = new ArrayList<>();
        int unavailable = 0;
        for (KeyInfo key : walk.active()) {
            String tenant = key.tenant();
            if (unavailable == UNAVAILABLE_IN_A_ROW) {
                // Each of thousands would wait for a connection
                failures.add(new KeyRotationReport.Failure(
                        tenant, failures.get(failures.size() - 1).error()));
                continue;
            }
            try {
                Deed deed = deeds.apply(key);
                try (CeremonyOutcome outcome = factory.successorOf(
                        tenant, key.usage(), key.version(), deed.actor(), deed.reason(), listener)) {
                    (outcome.won() ? rotated : elsewhere).add(outcome.active().info());
                }
                // Loaded by those who use it, not thousands at once by whoever rotates
                adoption.forget(tenant);
                unavailable = 0;
            } catch (RuntimeException e) {
                unavailable = e instanceof KeyStoreUnavailableException ? unavailable + 1 : 0;
                // Typed or not: a KMS of somebody else's making may throw anything
                failures.add(new KeyRotationReport.Failure(tenant, e));
            }
        }
        failures.addAll(walk.untold(failures));
        return new KeyRotationReport(rotated, elsewhere, failures);
    }

    /** Active keys of values that were made so long ago, or before. */
    List<KeyInfo> due(Duration maxAge) {
        // A key of exactly this age is due
        Instant newest = clock.instant().minus(maxAge);
        Walk walk = walk(row ->
                row.identity().usage() == KeyUsage.FIELD && !row.createdAt().isAfter(newest));
        walk.untold(List.of())
                .forEach(failure -> LOG.warn(
                        "Whether a key has to be rotated is not known: {}",
                        failure.error().getMessage()));
        return walk.active();
    }

    /** Made while a clock was wrong: by its age it would not be due for as long. */
    private boolean isOfATimeToCome(DataKeyRow row) {
        return row.createdAt().isAfter(clock.instant().plus(CLOCKS_DIFFER));
    }

    private static boolean seals(DataKeyRow row) {
        return row.identity().usage() == KeyUsage.FIELD || row.identity().usage() == KeyUsage.FILE;
    }

    private DataKeyRow adopted(CeremonyOutcome outcome) {
        try (outcome) {
            adoption.adopt(outcome);
            return outcome.active();
        }
    }

    /**
     * All of them at once: a walk over keys that are made meanwhile would meet its own.
     *
     * @param malformed rows of which nobody can say whether they are active
     */
    private record Walk(List<KeyInfo> active, List<MalformedKeyRow> malformed) {

        /** The malformed rows of tenants that are not among the failures anyway. */
        List<KeyRotationReport.Failure> untold(List<KeyRotationReport.Failure> failures) {
            Set<String> told =
                    failures.stream().map(KeyRotationReport.Failure::tenant).collect(Collectors.toSet());
            return malformed.stream()
                    .filter(row -> !told.contains(row.tenant()))
                    .map(row -> new KeyRotationReport.Failure(row.tenant(), row.rejection()))
                    .toList();
        }
    }

    private Walk walk(Predicate<DataKeyRow> condition) {
        Walk walk = new Walk(new ArrayList<>(), new ArrayList<>());
        store.forEach(
                row -> {
                    if (row.state() == KeyState.ACTIVE && condition.test(row)) {
                        walk.active().add(row.info());
                    }
                },
                walk.malformed()::add);
        return walk;
    }
}
