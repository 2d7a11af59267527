package io.columnseal.reencrypt;

import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How time passes for a run.
 *
 * @param clock time of the day, in the zone of the time windows
 * @param nanoTime as {@link System#nanoTime()}
 * @param pause waits for so many nanoseconds
 */
record RunTime(Clock clock, LongSupplier nanoTime, LongConsumer pause) {

    static final RunTime SYSTEM =
            new RunTime(Clock.system(ZoneId.systemDefault()), System::nanoTime, LockSupport::parkNanos);
}
