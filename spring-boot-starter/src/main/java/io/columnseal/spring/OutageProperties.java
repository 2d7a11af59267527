package io.columnseal.spring;

import io.columnseal.key.OutageSettings;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is done while the KMS or the key database is slow or down.
 *
 * @param patience How long a caller waits for a key that another thread loads, and for its turn to call the KMS.
 * @param attempts How often a KMS of your own is called, all in all, when it fails for a reason that may pass; those of the
 *     modules try by themselves.
 * @param parallelCalls How many calls about one master key may be under way at once.
 * @param failures After how many calls in a row that failed the service is left alone for a while.
 * @param longestPause How long it is left alone at most before one caller tries again.
 */
record OutageProperties(
        @Nullable Duration patience,
        @Nullable Integer attempts,
        @Nullable Integer parallelCalls,
        @Nullable Integer failures,
        @Nullable Duration longestPause) {

    OutageSettings settings() {
        OutageSettings otherwise = OutageSettings.DEFAULT;
        return new OutageSettings(
                Objects.requireNonNullElse(patience, otherwise.patience()),
                Objects.requireNonNullElse(attempts, otherwise.attempts()),
                Objects.requireNonNullElse(parallelCalls, otherwise.parallelCalls()),
                Objects.requireNonNullElse(failures, otherwise.failures()),
                Objects.requireNonNullElse(longestPause, otherwise.longestPause()));
    }
}
