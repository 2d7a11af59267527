package io.columnseal.reencrypt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A time that passes only while somebody waits for it. */
final class SimulatedTime extends Clock {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    private final List<Runnable> naps = new ArrayList<>();
    private volatile long nanos;

    RunTime runTime() {
        return new RunTime(this, () -> nanos, nap -> {
            nanos += nap;
            naps.forEach(Runnable::run);
        });
    }

    /** Done whenever somebody waited. */
    SimulatedTime afterEveryNap(Runnable action) {
        naps.add(action);
        return this;
    }

    /** Time passes though nobody of the run waits. */
    void pass(Duration duration) {
        nanos += duration.toNanos();
    }

    Duration passed() {
        return Duration.ofNanos(nanos);
    }

    @Override
    public Instant instant() {
        return NOON.plusNanos(nanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
