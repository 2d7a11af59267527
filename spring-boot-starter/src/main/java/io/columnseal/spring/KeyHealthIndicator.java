package io.columnseal.spring;

import io.columnseal.health.HealthFinding;
import io.columnseal.health.KekHealth;
import io.columnseal.health.KeyHealth;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Shows the findings of {@link io.columnseal.ColumnSeal#health()}, checked anew once in a while, however often it is asked. Critical
 * findings have a status of their own and not DOWN: whoever alters three values must not be able to take the application
 * out of service.
 */
final class KeyHealthIndicator implements HealthIndicator {

    static final Status CRITICAL = new Status("CRITICAL", "Keys or access log need somebody to look at them");

    private final Supplier<KeyHealth> check;
    private final Duration interval;
    private @Nullable KeyHealth latest;
    private long checkedNanos;

    KeyHealthIndicator(Supplier<KeyHealth> check, Duration interval) {
        this.check = check;
        this.interval = interval;
    }

    @Override
    public Health health() {
        KeyHealth health = latest();
        return Health.status(health.isHealthy() ? Status.UP : CRITICAL)
                .withDetail("checked", health.at())
                .withDetail(
                        "keks",
                        health.keks().stream().map(KeyHealthIndicator::detail).toList())
                .withDetail(
                        "findings",
                        health.findings().stream()
                                .map(KeyHealthIndicator::detail)
                                .toList())
                .build();
    }

    private synchronized KeyHealth latest() {
        long now = System.nanoTime();
        KeyHealth known = latest;
        if (known == null || now - checkedNanos >= interval.toNanos()) {
            known = check.get();
            latest = known;
            checkedNanos = now;
        }
        return known;
    }

    private static Map<String, Object> detail(KekHealth kek) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("id", kek.kekId());
        detail.put("status", kek.status());
        putIfKnown(detail, "kms", kek.kms());
        putIfKnown(detail, "created", kek.createdAt());
        putIfKnown(detail, "keys", kek.keys());
        putIfKnown(detail, "problem", kek.problem());
        return detail;
    }

    private static void putIfKnown(Map<String, Object> detail, String name, @Nullable Object value) {
        if (value != null) {
            detail.put(name, value);
        }
    }

    private static Map<String, Object> detail(HealthFinding finding) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("kind", finding.kind());
        detail.put("severity", finding.severity());
        detail.put("message", finding.message());
        detail.put("action", finding.action());
        return detail;
    }
}
