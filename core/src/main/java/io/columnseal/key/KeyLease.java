package io.columnseal.key;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a key in the {@link KeyRing} serves. Two answers are needed for every value and cost one comparison each;
 * everything else is decided when they turn out negative. Times are those of the ring's clock. Safe for use by many
 * threads.
 */
final class KeyLease {

    /** What a use of the key calls for. */
    enum Phase {
        /** Nothing. */
        FRESH,
        /** The TTL is nearly over: unwrap it anew while it still serves. */
        DUE,
        /** The TTL is over: unwrap it anew, then serve. */
        STALE,
        /** The TTL is over, and so was the last attempt to unwrap it: try again while it serves. */
        FAILING,
        /** The hard limit is over, or the key left the ring: never to be used again. */
        ENDED
    }

    /** A key in use is looked up in the cache this often, so that the cache knows that it is in use. */
    private static final Duration CONFIRMED_EVERY = Duration.ofSeconds(10);

    /** How long a key serves without another attempt to unwrap it, once one was started or has failed. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    /** Part of the TTL after which a key is due; later ones by chance, so that keys loaded together do not stay so. */
    private static final double EARLIEST_DUE = 0.75;

    private static final double LATEST_DUE = 0.9;

    private final KeyRingSettings settings;
    private volatile long opensUntil = Long.MIN_VALUE;
    private volatile long sealsUntil = Long.MIN_VALUE;
    private long dueAt;
    private long staleAt;
    private long endsAt = Long.MIN_VALUE;
    private boolean active;
    private boolean failing;
    private boolean ended;
    private volatile long renewal;

    KeyLease(KeyRingSettings settings) {
        this.settings = settings;
    }

    /** Whether the key may open a value now; if not, ask for the {@linkplain #phase phase}. */
    boolean opens(long now) {
        return now < opensUntil;
    }

    /** Whether the key is its tenant's active one and may seal a value now; if not, ask for the active key. */
    boolean seals(long now) {
        return now < sealsUntil;
    }

    /**
     * What this use of the key calls for. A fresh key serves on until it is to be confirmed again; one that is to be
     * unwrapped anew while it serves is so for one caller, and serves all others meanwhile.
     */
    synchronized Phase phase(long now) {
        if (now < opensUntil) {
            return Phase.FRESH;
        }
        if (ended || now >= endsAt) {
            return Phase.ENDED;
        }
        if (now >= staleAt) {
            return failing ? retried(now) : Phase.STALE;
        }
        if (now >= dueAt) {
            renewing(now);
            return Phase.DUE;
        }
        serveUntil(Math.min(dueAt, now + CONFIRMED_EVERY.toNanos()));
        return Phase.FRESH;
    }

    private Phase retried(long now) {
        failing(now);
        return Phase.FAILING;
    }

    /** Which of all renewals in its ring was the last one of this key. */
    long renewal() {
        return renewal;
    }

    /**
     * The key was unwrapped, by an attempt that began at this time.
     *
     * @param number of this renewal in its ring
     */
    synchronized void renew(long unwrappedAt, long number) {
        renewal = number;
        if (unwrappedAt + settings.hardLimit().toNanos() < endsAt) {
            return; // a later one was faster
        }
        double part = ThreadLocalRandom.current().nextDouble(EARLIEST_DUE, LATEST_DUE);
        dueAt = unwrappedAt + (long) (settings.ttl().toNanos() * part);
        staleAt = unwrappedAt + settings.ttl().toNanos();
        endsAt = unwrappedAt + settings.hardLimit().toNanos();
        failing = false;
        serveUntil(Math.min(dueAt, unwrappedAt + CONFIRMED_EVERY.toNanos()));
    }

    /** An attempt to unwrap the key anew begins: it serves meanwhile, as long as the TTL lasts. */
    private void renewing(long now) {
        dueAt = Math.min(staleAt, now + RETRY_AFTER.toNanos());
        serveUntil(dueAt);
    }

    /** The key could not be unwrapped anew, for a reason that may pass: it serves on for a while. */
    synchronized void failing(long now) {
        failing = true;
        serveUntil(Math.min(endsAt, now + RETRY_AFTER.toNanos()));
    }

    /** The key became its tenant's active one, or ceased to be. */
    synchronized void setActive(boolean active) {
        this.active = active;
        sealsUntil = active ? opensUntil : Long.MIN_VALUE;
    }

    /** Whether the key is its tenant's active one. */
    synchronized boolean isActive() {
        return active;
    }

    /** The key leaves the ring. */
    synchronized void end() {
        ended = true;
        serveUntil(Long.MIN_VALUE);
    }

    private void serveUntil(long time) {
        long until = ended ? Long.MIN_VALUE : time;
        opensUntil = until;
        sealsUntil = active ? until : Long.MIN_VALUE;
    }
}
