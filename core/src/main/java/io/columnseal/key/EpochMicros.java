package io.columnseal.key;

import java.time.Instant;

/** Instants as microseconds since 1970-01-01T00:00Z. Frozen: key tables store times so, and state MACs cover them so. */
final class EpochMicros {

    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long NANOS_PER_MICRO = 1_000L;

    private EpochMicros() {}

    /**
     * Rounds down to the microsecond.
     *
     * @throws ArithmeticException more than 292,000 years away from 1970
     */
    static long of(Instant time) {
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), MICROS_PER_SECOND), time.getNano() / NANOS_PER_MICRO);
    }

    static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
    }
}
