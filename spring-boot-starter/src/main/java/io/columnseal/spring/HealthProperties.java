package io.columnseal.spring;

import io.columnseal.health.BusinessHours;
import io.columnseal.health.HealthSettings;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * From when on the health of keys has something to tell.
 *
 * @param maximumDataKeyAge How long a data key may seal.
 * @param maximumMasterKeyAge How long a master key may be in use.
 * @param failedDecryptions How many values that do not open within an hour are critical.
 * @param expectedOrigins Where keys may be used, "*" for anything; everywhere by default.
 * @param newestEntries How many entries of the access log are verified with each check.
 * @param interval How often the health endpoint checks anew.
 * @param businessHours When people are expected to work on keys.
 */
record HealthProperties(
        @Nullable Duration maximumDataKeyAge,
        @Nullable Duration maximumMasterKeyAge,
        @Nullable Integer failedDecryptions,
        @Nullable List<String> expectedOrigins,
        @Nullable Integer newestEntries,
        @DefaultValue("1m") Duration interval,
        @DefaultValue Hours businessHours) {

    HealthSettings settings() {
        HealthSettings defaults = HealthSettings.DEFAULT;
        return new HealthSettings(
                maximumDataKeyAge == null ? defaults.maximumDataKeyAge() : maximumDataKeyAge,
                maximumMasterKeyAge == null ? defaults.maximumMasterKeyAge() : maximumMasterKeyAge,
                failedDecryptions == null ? defaults.failedDecryptions() : failedDecryptions,
                businessHours.hours(),
                expectedOrigins == null ? defaults.expectedOrigins() : expectedOrigins,
                newestEntries == null ? defaults.newestEntries() : newestEntries);
    }

    /**
     * Hours of a week.
     *
     * @param days Days of the week, Monday to Friday by default.
     * @param from When they begin.
     * @param to When they end.
     * @param zone Time zone they are meant in, that of the process by default.
     */
    record Hours(
            @Nullable Set<DayOfWeek> days,
            @Nullable LocalTime from,
            @Nullable LocalTime to,
            @Nullable ZoneId zone) {

        BusinessHours hours() {
            BusinessHours defaults = BusinessHours.DEFAULT;
            return new BusinessHours(
                    days == null ? defaults.days() : days,
                    from == null ? defaults.from() : from,
                    to == null ? defaults.to() : to,
                    zone == null ? defaults.zone() : zone);
        }
    }
}
