package io.columnseal.key;

import io.columnseal.ColumnSealException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A service that is left alone since it does not answer.
 *
 * @param service which one, such as {@code KMS key local:00f3…}
 * @param lasted for how long it has been left alone
 * @param failures how many calls in a row failed
 * @param triedAgainIn after how long one caller tries again
 * @param latest how the last call failed; null if one is overdue
 */
public record Outage(
        String service,
        Duration lasted,
        int failures,
        Duration triedAgainIn,
        @Nullable ColumnSealException latest) {

    /** As a clause of which the service is the subject. */
    public String problem() {
        return "has not answered for " + lasted.toSeconds() + " s ("
                + (latest == null
                        ? "a call is overdue"
                        : failures + " calls in a row failed, the last one as "
                                + latest.getClass().getSimpleName())
                + ") and is tried again in " + triedAgainIn.toMillis() + " ms";
    }
}
