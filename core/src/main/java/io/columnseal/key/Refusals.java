package io.columnseal.key;

import io.columnseal.KeyNotFoundException;
import io.columnseal.KeyUnusableException;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records what is refused: reads of another tenant's values, values that do not open, edited key rows. The first of a kind
 * is recorded at once, and how many more came within a minute at its end, so that nobody can fill the log with attempts.
 * Safe for use by many threads; blocks nobody.
 */
final class Refusals implements SealListener {

    /** More kinds than that within a minute are counted without their particulars. */
    static final int MAX_KINDS = 100;

    private static final long WINDOW_SECONDS = 60;

    private final Consumer<AccessLog.Entry> log;
    private final ScheduledExecutorService executor;
    private final Clock clock;
    private final Map<Kind, Integer> more = new HashMap<>();

    Refusals(Consumer<AccessLog.Entry> log, ScheduledExecutorService executor, Clock clock) {
        this.log = log;
        this.executor = executor;
        this.clock = clock;
    }

    @Override
    public void on(SealEvent event) {
        Kind kind = kind(event);
        if (kind != null) {
            count(kind);
        }
    }

    private static @Nullable Kind kind(SealEvent event) {
        if (event instanceof SealEvent.DecryptionFailed failed) {
            return new Kind(LogOperation.DECRYPT, failed.key(), null, failed.context(), "DecryptionException");
        }
        if (event instanceof SealEvent.TenantMismatch mismatch) {
            return new Kind(
                    LogOperation.CROSS_TENANT_READ,
                    mismatch.key(),
                    mismatch.asked(),
                    mismatch.context(),
                    "TenantMismatchException");
        }
        if (event instanceof SealEvent.KeyRowRejected rejected) {
            return new Kind(
                    LogOperation.KEY_ROW_REJECTED, rejected.key(), rejected.tenant(), null, "KeyRejectedException");
        }
        // What the KMS refused is recorded as a use of the KEK
        if (event instanceof SealEvent.KeyLoadFailed failed
                && (failed.error() instanceof KeyNotFoundException || failed.error() instanceof KeyUnusableException)) {
            return new Kind(
                    // Who asks for a tenant's active key does not open a value
                    failed.key() == null ? LogOperation.NO_ACTIVE_KEY : LogOperation.DECRYPT,
                    failed.key(),
                    failed.tenant(),
                    null,
                    failed.error().getClass().getSimpleName());
        }
        return null;
    }

    private void count(Kind kind) {
        boolean first;
        synchronized (more) {
            Kind counted = more.containsKey(kind) || more.size() < MAX_KINDS ? kind : kind.withoutParticulars();
            first = more.putIfAbsent(counted, 0) == null;
            if (!first) {
                more.merge(counted, 1, (a, b) -> a == Integer.MAX_VALUE ? a : a + b);
                return;
            }
            kind = counted;
        }
        record(kind, 1);
        Kind begun = kind;
        try {
            ScheduledFuture<?> unused = executor.schedule(() -> end(begun), WINDOW_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException closed) {
            end(begun);
        }
    }

    private void end(Kind kind) {
        Integer times;
        synchronized (more) {
            times = more.remove(kind);
        }
        if (times != null && times > 0) {
            record(kind, times);
        }
    }

    /** Records what was counted so far. */
    void end() {
        List<Kind> counted;
        synchronized (more) {
            counted = List.copyOf(more.keySet());
        }
        counted.forEach(this::end);
    }

    private void record(Kind kind, int times) {
        log.accept(AccessLog.Entry.of(kind.operation(), clock.instant(), AccessLog.SYSTEM_ACTOR)
                .occurrences(times)
                .key(kind.key())
                .tenant(kind.tenant())
                .context(kind.context())
                .failed(kind.error())
                .build());
    }

    private record Kind(
            String operation,
            @Nullable KeyId key,
            @Nullable String tenant,
            @Nullable String context,
            String error) {

        Kind withoutParticulars() {
            return new Kind(operation, null, null, null, error);
        }
    }
}
