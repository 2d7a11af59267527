package io.columnseal.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.columnseal.internal.CoarseClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The budgets of keys that this node seals under. They outlive the keys in memory: each time one was lost, a block of
 * seals would be lost with it. Safe for use by many threads.
 */
final class SealBudgets {

    private static final Logger LOG = LoggerFactory.getLogger(SealBudgets.class);

    /** Of 100 bytes each. */
    private static final int PER_KEY_IN_MEMORY = 10;

    private final KeySource source;
    private final Consumer<KeyIdentity> notActive;
    private final Executor executor;
    private final CoarseClock clock;
    private final Duration hardLimit;
    private final Cache<KeyId, SealBudget> budgets;

    /** @param notActive told of a key under which nothing may be sealed any more */
    SealBudgets(
            KeySource source,
            Consumer<KeyIdentity> notActive,
            KeyRingSettings settings,
            CoarseClock clock,
            Executor executor) {
        this.source = source;
        this.notActive = notActive;
        this.executor = executor;
        this.clock = clock;
        this.hardLimit = settings.hardLimit();
        this.budgets = Caffeine.newBuilder()
                .maximumSize((long) settings.maximumSize() * PER_KEY_IN_MEMORY)
                .executor(Runnable::run)
                .build();
    }

    SealBudget of(KeyIdentity key) {
        return budgets.get(key.id(), id -> new SealBudget(seals -> count(key, seals), executor, clock, hardLimit));
    }

    /** What the store counted, it may not know any more. */
    void forgetAll() {
        budgets.invalidateAll();
    }

    /** A copy of this process may spend what is left. */
    void giveUp() {
        budgets.asMap().values().forEach(SealBudget::giveUp);
    }

    /**
     * Gives back what is left of large blocks. Small ones are as many as tenants, and half a million of them are needed to use a
     * key up.
     */
    void close() {
        try {
            for (Map.Entry<KeyId, SealBudget> budget : budgets.asMap().entrySet()) {
                CountedSeals unused = budget.getValue().end();
                if (unused.seals() > SealBudget.FIRST_BLOCK) {
                    source.returnSeals(budget.getKey(), unused);
                }
            }
        } catch (RuntimeException e) {
            // Of whatever kind of store: nothing is lost but some seals
            LOG.debug("Seals that were counted ahead and not made could not be given back", e);
        }
    }

    private CountedSeals count(KeyIdentity key, long seals) {
        CountedSeals counted = source.reserveSeals(key, seals);
        if (counted.seals() == 0) {
            notActive.accept(key);
        }
        return counted;
    }
}
