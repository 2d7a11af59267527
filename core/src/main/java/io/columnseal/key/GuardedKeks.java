package io.columnseal.key;

import io.columnseal.KmsException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.internal.CoarseClock;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.Kms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The KMS of an instance, each behind guards of its own, and what they say of their KEKs. Safe for use by many threads. */
final class GuardedKeks {

    private final GuardedKms common;
    private final Map<String, GuardedKms> tenants = new LinkedHashMap<>();
    private final KmsRouting routing;
    private final Duration patience;

    GuardedKeks(KekSettings settings, OutageSettings outages, CoarseClock clock) {
        this.common = new GuardedKms(settings.common(), outages, clock);
        settings.tenants().forEach((name, kms) -> tenants.put(name, new GuardedKms(kms, outages, clock)));
        this.routing = new KmsRouting(common, tenants, settings.resolver(), settings.defaultTenant());
        this.patience = outages.patience();
    }

    KmsRouting routing() {
        return routing;
    }

    /** KEKs of the common KMS that are left alone now. */
    List<Outage> commonOutages() {
        return common.outages();
    }

    /** KEKs of tenants' own KMS that are left alone now. */
    List<Outage> tenantOutages() {
        return tenants.values().stream().flatMap(kms -> kms.outages().stream()).toList();
    }

    /**
     * Asks every KMS for the state of its KEK, all at once; whoever does not answer in time keeps nobody waiting longer.
     *
     * @param executor where they are asked
     */
    List<KekProbe> probe(Executor executor) {
        List<Asked> asked = new ArrayList<>();
        asked.add(ask(null, common, executor));
        tenants.forEach((name, kms) -> asked.add(ask(name, kms, executor)));
        long deadline = System.nanoTime() + patience.toNanos();
        return asked.stream().map(each -> each.await(deadline)).toList();
    }

    private static Asked ask(@Nullable String name, GuardedKms kms, Executor executor) {
        Outage outage = kms.outage().orElse(null);
        if (outage != null) {
            return new Asked(name, kms, outage, CompletableFuture.completedFuture(unknown(kms)));
        }
        try {
            return new Asked(name, kms, null, CompletableFuture.supplyAsync(kms::describe, executor));
        } catch (RejectedExecutionException e) {
            return new Asked(name, kms, null, CompletableFuture.failedFuture(e));
        }
    }

    private static KekDescription unknown(Kms kms) {
        return KekDescription.unknown(kms.kekId());
    }

    private record Asked(
            @Nullable String name, GuardedKms kms, @Nullable Outage outage, CompletableFuture<KekDescription> answer) {

        private KekProbe await(long deadline) {
            try {
                KekDescription description =
                        answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                return new KekProbe(name, description, outage, null);
            } catch (ExecutionException e) {
                return e.getCause() instanceof KmsException error
                        ? failed(error)
                        : failed(silent("asking for its state failed", e.getCause()));
            } catch (TimeoutException e) {
                return failed(silent("it did not tell its state in time", null));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return failed(silent("the thread was interrupted that asked for its state", null));
            }
        }

        private KmsUnavailableException silent(String problem, @Nullable Throwable cause) {
            return new KmsUnavailableException(kms.kekId(), problem, cause);
        }

        private KekProbe failed(KmsException error) {
            return new KekProbe(name, unknown(kms), null, error);
        }
    }
}
