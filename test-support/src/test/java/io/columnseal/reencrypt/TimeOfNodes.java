package io.columnseal.reencrypt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.PriorityQueue;
import java.util.Queue;

/** A time of several nodes, each on a thread of its own, that passes only while all of them wait for it. */
final class TimeOfNodes {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    private final Queue<Long> wakes = new PriorityQueue<>();
    private int atWork;
    private long now;

    TimeOfNodes(int nodes) {
        this.atWork = nodes;
    }

    RunTime runTime() {
        return new RunTime(Clock.fixed(NOON, ZoneOffset.UTC), this::nanos, this::pause);
    }

    synchronized Duration passed() {
        return Duration.ofNanos(now);
    }

    private synchronized long nanos() {
        return now;
    }

    private synchronized void pause(long nanos) {
        long until = now + nanos;
        wakes.add(until);
        leave();
        try {
            while (now < until) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A node waits, or has come to its end. */
    synchronized void leave() {
        atWork--;
        if (atWork == 0 && !wakes.isEmpty()) {
            now = wakes.element();
            while (!wakes.isEmpty() && wakes.element() == now) {
                wakes.remove();
                atWork++;
            }
            notifyAll();
        }
    }
}
