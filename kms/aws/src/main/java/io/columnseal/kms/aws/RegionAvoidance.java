package io.columnseal.kms.aws;

import com.github.benmanes.caffeine.cache.Ticker;
import io.columnseal.KmsException;
import io.columnseal.KmsUnavailableException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Asks another region before a key's own, which did not answer lately: a region that is silent costs each call that asks
 * it first its time-out. Whichever is first, what the key's own region says counts: another one may lack the replica, or
 * permit less. Safe for use by many threads.
 */
final class RegionAvoidance {

    static final Duration AVOIDED_FOR = Duration.ofSeconds(10);

    private final Ticker ticker;
    private volatile boolean failing;
    private long until;

    RegionAvoidance(Ticker ticker) {
        this.ticker = ticker;
    }

    /** @throws KmsException that of the key's own region, if none of the two did it */
    <T> T ask(Supplier<T> own, Supplier<T> other) {
        return isAvoided() ? askOtherFirst(own, other) : askOwnFirst(own, other);
    }

    private <T> T askOwnFirst(Supplier<T> own, Supplier<T> other) {
        try {
            T answer = own.get();
            answered();
            return answer;
        } catch (KmsUnavailableException e) {
            try {
                T answer = other.get();
                failed();
                return answer;
            } catch (KmsException secondary) {
                e.addSuppressed(secondary);
                throw e;
            }
        }
    }

    private <T> T askOtherFirst(Supplier<T> own, Supplier<T> other) {
        try {
            return other.get();
        } catch (KmsException secondary) {
            try {
                T answer = own.get();
                answered();
                return answer;
            } catch (KmsException e) {
                e.addSuppressed(secondary);
                throw e;
            }
        }
    }

    /** False while the region answers; after a while for one caller, who finds out whether it does again. */
    private boolean isAvoided() {
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

    private synchronized void failed() {
        until = end();
        failing = true;
    }

    private void answered() {
        failing = false;
    }

    private long end() {
        return ticker.read() + AVOIDED_FOR.toNanos();
    }
}
