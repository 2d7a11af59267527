package io.columnseal.key;

import io.columnseal.SealListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Gives tenants new keys: one, many, or those whose keys are old. */
final class Rotations {

    private static final int PAGE = 500;

    private final DataKeyStore store;
    private final KeyFactory factory;
    private final KeyAdoption adoption;
    private final Clock clock;
    private final SealListener listener;

    Rotations(DataKeyStore store, KeyFactory factory, KeyAdoption adoption, Clock clock, SealListener listener) {
        this.store = store;
        this.factory = factory;
        this.adoption = adoption;
        this.clock = clock;
        this.listener = listener;
    }

    DataKeyRow rotate(String tenant, String actor, String reason) {
        return adopted(factory.successor(tenant, KeyUsage.FIELD, actor, reason, listener));
    }

    /** The new key, or, if the active one is of another version, that one. */
    DataKeyRow rotateIf(String tenant, int expectedVersion, String actor, String reason) {
        return adopted(factory.successorOf(tenant, expectedVersion, actor, reason, listener));
    }

    DataKeyRow rotateIndex(String tenant, String actor, String reason) {
        return adopted(factory.indexSuccessor(tenant, actor, reason, listener));
    }

    /**
     * Rotates every tenant that has an active key, whatever happens to the others.
     *
     * @param olderThan only keys that were made before, or null for all
     */
    KeyRotationReport rotateAll(@Nullable Instant olderThan, String actor, String reason) {
        // All of them first: a walk over keys that are made meanwhile would meet its own
        Map<String, Integer> versions = new LinkedHashMap<>();
        for (KeyInfo key : active(row -> olderThan == null || row.createdAt().isBefore(olderThan))) {
            versions.put(key.tenant(), key.version());
        }
        List<KeyInfo> rotated = new ArrayList<>();
        List<KeyRotationReport.Failure> failures = new ArrayList<>();
        versions.forEach((tenant, version) -> {
            try {
                rotated.add(factory.successorOf(tenant, version, actor, reason, listener)
                        .info());
                // Loaded by those who use it, not thousands at once by whoever rotates
                adoption.forget(tenant);
            } catch (RuntimeException e) {
                // Typed or not: a KMS of somebody else's making may throw anything
                failures.add(new KeyRotationReport.Failure(tenant, e));
            }
        });
        return new KeyRotationReport(rotated, failures);
    }

    /** Active keys of values that were made so long ago, or before. */
    List<KeyInfo> due(Duration maxAge) {
        Instant newest = newestDue(maxAge);
        return active(row -> row.createdAt().isBefore(newest));
    }

    Instant newestDue(Duration maxAge) {
        // A key of exactly this age is due
        return clock.instant().minus(maxAge).plusNanos(1);
    }

    private DataKeyRow adopted(DataKeyRow active) {
        adoption.adopt(active);
        return active;
    }

    private List<KeyInfo> active(Predicate<DataKeyRow> condition) {
        List<KeyInfo> found = new ArrayList<>();
        KeyId after = null;
        List<DataKeyRow> page;
        do {
            page = store.page(after, PAGE);
            for (DataKeyRow row : page) {
                if (row.identity().usage() == KeyUsage.FIELD && row.state() == KeyState.ACTIVE && condition.test(row)) {
                    found.add(row.info());
                }
                after = row.identity().id();
            }
        } while (page.size() == PAGE);
        return found;
    }
}
