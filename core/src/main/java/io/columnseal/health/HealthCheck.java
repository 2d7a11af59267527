package io.columnseal.health;

import io.columnseal.ColumnSealException;
import io.columnseal.audit.AuditLog;
import io.columnseal.audit.AuditReport;
import io.columnseal.health.HealthFinding.Kind;
import io.columnseal.health.HealthFinding.Severity;
import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLog.Protection;
import io.columnseal.key.KeyService;
import io.columnseal.key.Outage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes the checks of {@link KeyHealth}. Created by the facade; no API for applications. Safe for use by many threads. */
public final class HealthCheck {

    private final KeyService keys;
    private final AuditLog audit;
    private final HealthSettings settings;
    private final LongSupplier undelivered;
    private final Clock clock;
    private final Map<String, Instant> firstUses = new ConcurrentHashMap<>();

    /** @param undelivered how many entries the audit sink has not received */
    public HealthCheck(
            KeyService keys, AuditLog audit, HealthSettings settings, LongSupplier undelivered, Clock clock) {
        this.keys = keys;
        this.audit = audit;
        this.settings = settings;
        this.undelivered = undelivered;
        this.clock = clock;
    }

    /** Reads every key row and the newest entries of the access log; what cannot be read is a finding, not an error. */
    public KeyHealth run() {
        Instant now = clock.instant();
        List<HealthFinding> findings = new ArrayList<>();
        @Nullable Map<String, Integer> keysOfKeks = null;
        try {
            audit.flush();
            AccessLog log = keys.store().accessLog();
            // Before the rows: whose key was made by then has one
            LostKeyFindings lost = LostKeyFindings.named(log, settings.newestEntries());
            KeyRowFindings rows = new KeyRowFindings(settings, keys::authenticates, this::firstUse, lost::met, now);
            findings.addAll(rows.of(keys.store()));
            keysOfKeks = rows.keysOfKeks();
            findings.addAll(lost.findings());
            findings.addAll(new LogFindings(settings, now).of(log));
            lookAtProtection(log.protection(), findings);
            lookAtChain(audit.verifyNewest(settings.newestEntries()), findings);
        } catch (ColumnSealException e) {
            findings.add(new HealthFinding(
                    Kind.UNCHECKED,
                    Severity.CRITICAL,
                    "Keys and access log cannot be checked: " + e.getMessage(),
                    "Make the key database and the KMS reachable"));
        }
        keys.silence().ifPresent(silence -> findings.add(unheard(silence)));
        lookAtOutages(keys.outages(), Severity.CRITICAL, findings);
        lookAtOutages(keys.tenantOutages(), Severity.WARNING, findings);
        KekFindings keks = new KekFindings(keys.probeKeks());
        findings.addAll(keks.findings());
        lookAtSink(findings);
        return new KeyHealth(now, findings, keks.states(keysOfKeks));
    }

    /** Never changes once it is known. */
    private Optional<Instant> firstUse(String kekId) {
        Instant known = firstUses.get(kekId);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Instant> found = keys.store().accessLog().firstUse(kekId);
        found.ifPresent(time -> firstUses.put(kekId, time));
        return found;
    }

    private static HealthFinding unheard(Duration silence) {
        return new HealthFinding(
                Kind.UNHEARD_CHANGES,
                Severity.CRITICAL,
                "Changes that other nodes make to keys were not heard of for " + silence.toSeconds()
                        + " seconds, so that keys are used which are suspended or leaked by now",
                "See why the key database does not answer this process, or hangs; see the guide on outages");
    }

    private static void lookAtProtection(Protection protection, List<HealthFinding> findings) {
        if (protection == Protection.EDITABLE) {
            findings.add(
                    new HealthFinding(
                            Kind.EDITABLE_LOG,
                            Severity.WARNING,
                            "The database lets the application change and delete entries of the access log",
                            "Create its triggers, or take the rights UPDATE and DELETE away, see the guide on audit and health"));
        }
    }

    private static void lookAtChain(AuditReport report, List<HealthFinding> findings) {
        if (!report.isClean()) {
            findings.add(new HealthFinding(
                    Kind.BROKEN_LOG,
                    Severity.CRITICAL,
                    "The access log has " + report.findings().size() + " findings, the first of them: "
                            + report.findings().get(0),
                    "Verify the whole log with audit().verify(), and find out who edited it"));
        }
    }

    private static void lookAtOutages(List<Outage> outages, Severity severity, List<HealthFinding> findings) {
        for (Outage outage : outages) {
            findings.add(new HealthFinding(
                    Kind.OUTAGE,
                    severity,
                    outage.service() + " " + outage.problem()
                            + ". Keys in memory serve up to the hard limit, others cannot be loaded",
                    "Make it reachable; see the guide on outages"));
        }
    }

    private void lookAtSink(List<HealthFinding> findings) {
        long missing = undelivered.getAsLong();
        if (missing > 0) {
            findings.add(new HealthFinding(
                    Kind.LOST_ENTRIES,
                    Severity.WARNING,
                    "The audit sink did not take " + missing + " entries of the access log since this process started",
                    "See its errors in the log, and bring it up to date from audit().entries(…)"));
        }
    }
}
