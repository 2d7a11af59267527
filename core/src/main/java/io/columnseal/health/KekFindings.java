package io.columnseal.health;

import io.columnseal.KmsException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.Retryable;
import io.columnseal.health.HealthFinding.Kind;
import io.columnseal.health.HealthFinding.Severity;
import io.columnseal.key.KekProbe;
import io.columnseal.kms.KekDescription.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks at every KEK. What is wrong with a tenant's own is that tenant's doing, or undoing: a warning to everybody else. */
final class KekFindings {

    private final List<KekProbe> probes;

    KekFindings(List<KekProbe> probes) {
        this.probes = probes;
    }

    /**
     * The state of each, those first that wrap.
     *
     * @param keys how many keys lie under each; null if that is not known
     */
    List<KekHealth> states(@Nullable Map<String, Integer> keys) {
        List<KekHealth> states = new ArrayList<>();
        Map<String, Integer> others = new TreeMap<>(keys == null ? Map.of() : keys);
        for (KekProbe probe : probes) {
            String kekId = probe.description().kekId();
            others.remove(kekId);
            states.add(new KekHealth(
                    kekId,
                    probe.kms(),
                    probe.description().status(),
                    probe.description().createdAt(),
                    keys == null ? null : Integer.valueOf(keys.getOrDefault(kekId, 0)),
                    problem(probe)));
        }
        others.forEach((kekId, count) -> states.add(new KekHealth(kekId, null, Status.UNKNOWN, null, count, null)));
        return states;
    }

    List<HealthFinding> findings() {
        List<HealthFinding> findings = new ArrayList<>();
        for (KekProbe probe : probes) {
            String kekId = probe.description().kekId();
            Status status = probe.description().status();
            if (status == Status.DISABLED || status == Status.PENDING_DELETION || isGone(probe.error())) {
                findings.add(
                        new HealthFinding(
                                Kind.UNUSABLE_MASTER_KEY,
                                probe.kms() == null ? Severity.CRITICAL : Severity.WARNING,
                                "KMS key " + kekId + " " + state(status),
                                "If nobody meant it, enable it or cancel its deletion: what it wrapped cannot be read without it"));
            } else if (probe.error() instanceof Retryable) {
                findings.add(new HealthFinding(
                        Kind.OUTAGE,
                        Severity.WARNING,
                        "KMS key " + kekId + " " + problem(probe),
                        "Make it reachable; see the guide on outages"));
            }
        }
        return findings;
    }

    private static boolean isGone(@Nullable KmsException error) {
        return error instanceof KmsKeyNotFoundException || error instanceof KmsKeyDisabledException;
    }

    private static String state(Status status) {
        return switch (status) {
            case DISABLED -> "is disabled";
            case PENDING_DELETION -> "waits for its deletion";
            case ENABLED, UNKNOWN -> "is not there, or disabled";
        };
    }

    private static @Nullable String problem(KekProbe probe) {
        if (probe.outage() != null) {
            return probe.outage().problem();
        }
        return probe.error() == null
                ? null
                : "was asked for its state, which failed as "
                        + probe.error().getClass().getSimpleName();
    }
}
