package io.columnseal.key;

import io.columnseal.ConfigurationException;
import java.time.Duration;

/**
 * What is done while a KMS or the key database is slow, overloaded or down. Immutable; every method returns other
 * settings.
 *
 * @param patience how long a caller waits for a key that another thread loads, and for its turn to call the KMS; a call
 *     that is under way for as long counts as one that failed
 * @param attempts how often the KMS is called, all in all, when it fails for a reason that may pass, unless it {@linkplain
 *     io.columnseal.kms.Kms#repeats() tries again by itself}; at least 1
 * @param parallelCalls how many calls about one KEK may be under way at once, at least 1
 * @param failures after how many calls in a row that failed the service is left alone for a while, at least 1
 * @param longestPause how long it is left alone at most before one caller tries again; the first pause is much shorter
 */
public record OutageSettings(Duration patience, int attempts, int parallelCalls, int failures, Duration longestPause) {

    private static final Duration LONGEST = Duration.ofHours(1);

    /** 5 seconds, 3 attempts, 64 calls, 5 failures, 30 seconds. */
    public static final OutageSettings DEFAULT =
            new OutageSettings(Duration.ofSeconds(5), 3, 64, 5, Duration.ofSeconds(30));

    public OutageSettings {
        requireSensible("columnseal.outage.patience", patience, "5s");
        requirePositive("columnseal.outage.attempts", attempts);
        requirePositive("columnseal.outage.parallel-calls", parallelCalls);
        requirePositive("columnseal.outage.failures", failures);
        requireSensible("columnseal.outage.longest-pause", longestPause, "30s");
    }

    public OutageSettings withPatience(Duration patience) {
        return new OutageSettings(patience, attempts, parallelCalls, failures, longestPause);
    }

    public OutageSettings withAttempts(int attempts) {
        return new OutageSettings(patience, attempts, parallelCalls, failures, longestPause);
    }

    public OutageSettings withParallelCalls(int calls) {
        return new OutageSettings(patience, attempts, calls, failures, longestPause);
    }

    public OutageSettings withFailures(int failures) {
        return new OutageSettings(patience, attempts, parallelCalls, failures, longestPause);
    }

    public OutageSettings withLongestPause(Duration pause) {
        return new OutageSettings(patience, attempts, parallelCalls, failures, pause);
    }

    private static void requirePositive(String setting, int number) {
        if (number < 1) {
            throw new ConfigurationException(setting, "must be at least 1");
        }
    }

    private static void requireSensible(String setting, Duration time, String example) {
        if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
            throw new ConfigurationException(
                    setting, "must be longer than zero and not longer than an hour, for example " + example);
        }
    }
}
