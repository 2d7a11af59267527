package io.columnseal;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the check of KMS and key store as {@link Startup} says. What is wrong for good stops the start in any case. */
final class StartupCheck {

    private static final Logger LOG = LoggerFactory.getLogger(StartupCheck.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Startup startup;
    private final Duration timeout;

    StartupCheck(Startup startup, Duration timeout) {
        if (startup == Startup.WAIT && (timeout.isNegative() || timeout.isZero())) {
            throw new ConfigurationException("columnseal.startup.timeout", "must be longer than zero, for example 2m");
        }
        this.startup = startup;
        this.timeout = timeout;
    }

    void run(Runnable check) {
        long start = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                check.run();
                return;
            } catch (ColumnSealException e) {
                if (!(e instanceof Retryable) || startup == Startup.REQUIRE) {
                    throw e;
                }
                if (startup == Startup.LAZY) {
                    LOG.warn("The master key is not verified yet: {}. The first use verifies it", e.getMessage());
                    return;
                }
                Duration left = timeout.minusNanos(System.nanoTime() - start);
                if (left.isNegative() || left.isZero() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LOG.warn("Waiting {} s at most for the key store and KMS: {}", left.toSeconds(), e.getMessage());
                pause = pause.compareTo(left) < 0 ? pause : left;
                LockSupport.parkNanos(pause.toNanos());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }
}
