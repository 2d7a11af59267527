package io.columnseal.internal;

import io.columnseal.ConfigurationException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them, {@code 5m}, and as ISO 8601 does, {@code PT5M}. */
final class DurationText {

    private static final Pattern SIMPLE = Pattern.compile("(\\d{1,18})(ms|s|m|h|d)");

    private DurationText() {}

    static Duration parse(String setting, String text) {
        Matcher simple = SIMPLE.matcher(text.toLowerCase(Locale.ROOT));
        try {
            return simple.matches()
                    ? Duration.of(Long.parseLong(simple.group(1)), unit(simple.group(2)))
                    : Duration.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new ConfigurationException(setting, "must be a duration, for example 30s, 5m, 1h, 2d or PT5M");
        }
    }

    private static ChronoUnit unit(String suffix) {
        return switch (suffix) {
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> ChronoUnit.DAYS;
        };
    }
}
