package io.columnseal.spring;

import io.columnseal.reencrypt.ReencryptionListener;
import io.columnseal.reencrypt.ReencryptionProgress;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How far the re-encryption run of this process is, as meters; of several at once, the one that moved last. What was last
 * told stays after the end of a run; nothing is known before the first. Safe for use by many threads.
 */
final class ReencryptionMeters implements ReencryptionListener, MeterBinder {

    private static final String PREFIX = "columnseal.reencryption.";

    private volatile @Nullable ReencryptionProgress last;

    @Override
    public void on(ReencryptionProgress progress) {
        last = progress;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge("values.total", "Values to be moved when the run began", ReencryptionProgress::rowsTotal)
                .register(registry);
        gauge("values.done", "Values that were dealt with, on all nodes", ReencryptionProgress::rowsDone)
                .register(registry);
        gauge(
                        "values.remaining",
                        "Values that are still to be dealt with",
                        progress -> Math.max(0, progress.rowsTotal() - progress.rowsDone()))
                .register(registry);
        outcome(registry, "read", progress -> progress.figures().rowsRead());
        outcome(registry, "reencrypted", progress -> progress.figures().reencrypted());
        outcome(registry, "conflict", progress -> progress.figures().conflicts());
        outcome(registry, "undecryptable", progress -> progress.figures().undecryptable());
        outcome(registry, "quarantined", ReencryptionProgress::quarantined);
        gauge(
                        "retries",
                        "Transactions that were repeated since others had the same rows locked",
                        progress -> progress.retries())
                .register(registry);
        TimeGauge.builder(PREFIX + "time.left", () -> figure(ReencryptionMeters::secondsLeft), TimeUnit.SECONDS)
                .description("Time the rest takes at the rate so far")
                .register(registry);
    }

    private void outcome(MeterRegistry registry, String outcome, ToDoubleFunction<ReencryptionProgress> figure) {
        gauge("values", "Values of this process's run by what became of them", figure)
                .tag("outcome", outcome)
                .register(registry);
    }

    private Gauge.Builder<?> gauge(String name, String description, ToDoubleFunction<ReencryptionProgress> figure) {
        return Gauge.builder(PREFIX + name, () -> figure(figure)).description(description);
    }

    private double figure(ToDoubleFunction<ReencryptionProgress> figure) {
        ReencryptionProgress progress = last;
        return progress == null ? Double.NaN : figure.applyAsDouble(progress);
    }

    private static double secondsLeft(ReencryptionProgress progress) {
        return progress.timeLeft()
                .map(Duration::toMillis)
                .map(millis -> millis / 1000.0)
                .orElse(Double.NaN);
    }
}
