package io.columnseal.spring;

import io.columnseal.ConfigurationException;
import io.columnseal.reencrypt.Reencryption;
import io.columnseal.reencrypt.TimeWindow;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How re-encryption runs of the application's entities go about their work.
 *
 * @param pageSize How many rows are read, and at most written, in one transaction.
 * @param parallelism How many threads seal, and how many connections write, at once.
 * @param rowsPerSecond How many rows a second are moved at most; no limit by default.
 * @param backOff Whether runs pause while the database is slower than before.
 * @param shared Whether runs that are started are shared by all nodes; needs the module columnseal-db-scheduler.
 * @param windows Times of the day at which runs work, such as "22:00-06:00", in the time zone of the process; always by default.
 */
record ReencryptProperties(
        @Nullable Integer pageSize,
        @Nullable Integer parallelism,
        @Nullable Long rowsPerSecond,
        @Nullable Boolean backOff,
        @Nullable Boolean shared,
        @Nullable List<String> windows) {

    private static final String PREFIX = "columnseal.reencrypt.";

    /** @throws ConfigurationException if a setting is none that a run takes */
    Reencryption applyTo(Reencryption run) {
        set("page-size", pageSize, run::pageSize);
        set("parallelism", parallelism, run::parallelism);
        set("rows-per-second", rowsPerSecond, run::rowsPerSecond);
        set("back-off", backOff, run::backOff);
        if (windows != null) {
            windows.forEach(text -> set("windows", text, window -> {
                TimeWindow time = TimeWindow.parse(window);
                run.onlyBetween(time.from(), time.to());
            }));
        }
        return run;
    }

    private static <T> void set(String name, @Nullable T value, Consumer<T> setter) {
        if (value != null) {
            try {
                setter.accept(value);
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException(PREFIX + name, String.valueOf(e.getMessage()));
            }
        }
    }
}
