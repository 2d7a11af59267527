package io.columnseal.internal;

import io.columnseal.ConfigurationException;
import java.time.Duration;

/** Time-outs, of which libraries take zero for none at all. */
public final class PositiveDuration {

    private PositiveDuration() {}

    /**
     * @param setting the name of the property
     * @throws ConfigurationException if it is zero or less
     */
    public static Duration of(String setting, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new ConfigurationException(setting, "must be longer than zero, for example 2s");
        }
        return duration;
    }
}
