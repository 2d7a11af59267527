package io.columnseal.kms.aws;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * Whether another region is asked before a key's own, which did not answer lately: a region that is silent costs each call
 * that asks it first its time-out. Safe for use by many threads.
 */
final class RegionAvoidance {

    static final Duration AVOIDED_FOR = Duration.ofSeconds(10);

    private final Ticker ticker;
    private volatile boolean failing;
    private long until;

    RegionAvoidance(Ticker ticker) {
        this.ticker = ticker;
    }

    /** False while the region answers; after a while for one caller, who finds out whether it does again. */
    boolean isAvoided() {
        if (!failing) {
            return false;
        }
        synchronized (this) {
            boolean avoided = ticker.read() - until < 0;
            if (!avoided) {
                until = end();
            }
            return avoided;
        }
    }

    synchronized void failed() {
        until = end();
        failing = true;
    }

    void answered() {
        failing = false;
    }

    private long end() {
        return ticker.read() + AVOIDED_FOR.toNanos();
    }
}
