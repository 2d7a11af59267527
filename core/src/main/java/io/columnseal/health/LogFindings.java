package io.columnseal.health;

import io.columnseal.health.HealthFinding.Kind;
import io.columnseal.health.HealthFinding.Severity;
import io.columnseal.key.AccessLog;
import io.columnseal.key.LogOperation;
import io.columnseal.key.LogTally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Looks at what the access log says of the last hour and the last day. */
final class LogFindings {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final HealthSettings settings;
    private final Instant now;
    private final List<HealthFinding> findings = new ArrayList<>();

    LogFindings(HealthSettings settings, Instant now) {
        this.settings = settings;
        this.now = now;
    }

    List<HealthFinding> of(AccessLog log) {
        lookAtHour(log.tally(now.minus(HOUR)));
        lookAtDay(log.tally(now.minus(DAY)));
        return findings;
    }

    private void lookAtHour(List<LogTally> tally) {
        long failed = times(tally, each -> failed(each, LogOperation.DECRYPT));
        if (failed > 0) {
            findings.add(new HealthFinding(
                    Kind.FAILED_DECRYPTIONS,
                    failed >= settings.failedDecryptions() ? Severity.CRITICAL : Severity.INFO,
                    failed + " values did not open within the last hour",
                    "See the entries DECRYPT of the access log for column, key and kind of error, and the guide on"
                            + " audit and health for causes"));
        }
    }

    private void lookAtDay(List<LogTally> tally) {
        long crossTenant = times(tally, each -> failed(each, LogOperation.CROSS_TENANT_READ));
        if (crossTenant > 0) {
            findings.add(new HealthFinding(
                    Kind.CROSS_TENANT_READS,
                    Severity.WARNING,
                    crossTenant + " reads of another tenant's values were refused within the last day",
                    "See the entries CROSS_TENANT_READ of the access log; rows may have been moved, or a query may miss"
                            + " its tenant"));
        }
        lookAtPeople(tally);
        String unusual = tally.stream()
                .map(LogTally::origin)
                .filter(Objects::nonNull)
                .distinct()
                .filter(origin -> !settings.expects(origin))
                .sorted()
                .limit(10)
                .collect(Collectors.joining(", "));
        if (!unusual.isEmpty()) {
            findings.add(new HealthFinding(
                    Kind.UNUSUAL_ORIGIN,
                    Severity.WARNING,
                    "Keys were used from unexpected origins within the last day: " + unusual,
                    "Find out what runs there, or add it to the expected origins"));
        }
        lookAtTheLog(tally);
    }

    private void lookAtPeople(List<LogTally> tally) {
        List<LogTally> outside = tally.stream()
                .filter(each -> !each.actor().equals(AccessLog.SYSTEM_ACTOR))
                .filter(each -> !settings.businessHours().contains(each.hour()))
                .toList();
        if (!outside.isEmpty()) {
            String actors = outside.stream()
                    .map(LogTally::actor)
                    .distinct()
                    .sorted()
                    .limit(10)
                    .collect(Collectors.joining(", "));
            findings.add(new HealthFinding(
                    Kind.OUTSIDE_BUSINESS_HOURS,
                    Severity.WARNING,
                    times(outside, each -> true)
                            + " operations on keys were done outside business hours within the last" + " day, by "
                            + actors,
                    "Ask them whether it was them"));
        }
    }

    private void lookAtTheLog(List<LogTally> tally) {
        if (times(tally, each -> each.operation().equals(LogOperation.CUT)) > 0) {
            findings.add(new HealthFinding(
                    Kind.BROKEN_LOG,
                    Severity.CRITICAL,
                    "A node found within the last day that entries which it had written to the access log were gone",
                    "Compare the log with what the audit sink received: audit().verify(head)"));
        }
        long lost = times(tally, each -> each.operation().equals(LogOperation.LOST));
        if (lost > 0) {
            findings.add(new HealthFinding(
                    Kind.LOST_ENTRIES,
                    Severity.WARNING,
                    lost + " entries could not be written to the access log within the last day",
                    "See why the key database did not take them; the KMS keeps a record of its own"));
        }
    }

    private static boolean failed(LogTally each, String operation) {
        return !each.success() && each.operation().equals(operation);
    }

    private static long times(List<LogTally> tally, Predicate<LogTally> condition) {
        return tally.stream().filter(condition).mapToLong(LogTally::occurrences).sum();
    }
}
