package io.columnseal.key;

import io.columnseal.ColumnSealException;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.SealListener;
import io.columnseal.internal.CoarseClock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Keys from a source whose database is left alone for a while when it does not answer. */
final class GuardedKeySource implements KeySource {

    /** A first key takes calls of the KMS, too, and is slow when that is; the pool of connections has a time-out. */
    private static final Duration NEVER_OVERDUE = Duration.ofDays(365);

    private final KeySource source;
    private final CircuitBreaker breaker;

    GuardedKeySource(KeySource source, OutageSettings settings, CoarseClock clock) {
        this.source = source;
        this.breaker = new CircuitBreaker("The key database", settings, NEVER_OVERDUE, clock);
    }

    @Override
    public FoundKey active(String tenant, KeyUsage usage, SealListener events) {
        return call(() -> source.active(tenant, usage, events));
    }

    @Override
    public FoundKey byId(KeyId id, SealListener events) {
        return call(() -> source.byId(id, events));
    }

    @Override
    public CountedSeals reserveSeals(KeyIdentity key, long seals) {
        return call(() -> source.reserveSeals(key, seals));
    }

    @Override
    public void returnSeals(KeyId key, CountedSeals unused) {
        call(() -> {
            source.returnSeals(key, unused);
            return unused;
        });
    }

    Optional<Outage> outage() {
        return breaker.outage();
    }

    private <T> T call(Supplier<T> call) {
        CircuitBreaker.Call admitted = breaker.begin();
        if (admitted == null) {
            throw leftAlone();
        }
        Runnable ending = () -> breaker.abandoned(admitted);
        try {
            T found = call.get();
            ending = () -> breaker.answered(admitted);
            return found;
        } catch (KeyStoreUnavailableException e) {
            // A thread that was interrupted gets no connection, whatever the database does
            if (!Thread.currentThread().isInterrupted()) {
                ending = () -> breaker.failed(admitted, e);
            }
            throw e;
        } catch (ColumnSealException e) {
            // What it found was refused, or the KMS failed
            ending = () -> breaker.answered(admitted);
            throw e;
        } finally {
            ending.run();
        }
    }

    private KeyStoreUnavailableException leftAlone() {
        Outage outage = breaker.outage().orElse(null);
        return outage == null
                ? new KeyStoreUnavailableException("answer until just now; try again", null)
                : new KeyStoreUnavailableException("answer: it " + outage.problem(), outage.latest());
    }
}
