package io.columnseal.health;

import io.columnseal.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * From when on something is a finding. Immutable; every method returns other settings.
 *
 * @param maximumDataKeyAge how long a data key may seal
 * @param maximumMasterKeyAge how long a KEK may be in use
 * @param failedDecryptions how many values that do not open within an hour are critical, at least 1
 * @param businessHours when people are expected to work on keys
 * @param expectedOrigins where keys may be used: origins of the access log, {@code *} for anything; empty for everywhere
 * @param newestEntries how many entries of the access log are verified with each check
 */
public record HealthSettings(
        Duration maximumDataKeyAge,
        Duration maximumMasterKeyAge,
        int failedDecryptions,
        BusinessHours businessHours,
        List<String> expectedOrigins,
        int newestEntries) {

    /** 90 days, 365 days, 3 failures, {@link BusinessHours#DEFAULT}, everywhere, 1,000 entries. */
    public static final HealthSettings DEFAULT =
            new HealthSettings(Duration.ofDays(90), Duration.ofDays(365), 3, BusinessHours.DEFAULT, List.of(), 1_000);

    public HealthSettings {
        requirePositive("columnseal.health.maximum-data-key-age", maximumDataKeyAge);
        requirePositive("columnseal.health.maximum-master-key-age", maximumMasterKeyAge);
        if (failedDecryptions < 1) {
            throw new ConfigurationException("columnseal.health.failed-decryptions", "must be at least 1");
        }
        if (newestEntries < 1) {
            throw new ConfigurationException("columnseal.health.newest-entries", "must be at least 1");
        }
        expectedOrigins = List.copyOf(expectedOrigins);
    }

    public HealthSettings withMaximumDataKeyAge(Duration age) {
        return new HealthSettings(
                age, maximumMasterKeyAge, failedDecryptions, businessHours, expectedOrigins, newestEntries);
    }

    public HealthSettings withMaximumMasterKeyAge(Duration age) {
        return new HealthSettings(
                maximumDataKeyAge, age, failedDecryptions, businessHours, expectedOrigins, newestEntries);
    }

    public HealthSettings withFailedDecryptions(int perHour) {
        return new HealthSettings(
                maximumDataKeyAge, maximumMasterKeyAge, perHour, businessHours, expectedOrigins, newestEntries);
    }

    public HealthSettings withBusinessHours(BusinessHours hours) {
        return new HealthSettings(
                maximumDataKeyAge, maximumMasterKeyAge, failedDecryptions, hours, expectedOrigins, newestEntries);
    }

    public HealthSettings withExpectedOrigins(List<String> origins) {
        return new HealthSettings(
                maximumDataKeyAge, maximumMasterKeyAge, failedDecryptions, businessHours, origins, newestEntries);
    }

    public HealthSettings withNewestEntries(int entries) {
        return new HealthSettings(
                maximumDataKeyAge, maximumMasterKeyAge, failedDecryptions, businessHours, expectedOrigins, entries);
    }

    boolean expects(String origin) {
        return expectedOrigins.isEmpty() || expectedOrigins.stream().anyMatch(pattern -> matches(pattern, origin));
    }

    private static boolean matches(String pattern, String origin) {
        return Pattern.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"), origin);
    }

    private static void requirePositive(String setting, Duration age) {
        if (age.isNegative() || age.isZero()) {
            throw new ConfigurationException(setting, "must be longer than zero, for example 90d");
        }
    }
}
