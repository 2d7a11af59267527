package io.columnseal.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often the access log says that somebody did something within an hour.
 *
 * @param hour when it began, in UTC
 * @param origin null where entries have none
 * @param occurrences 1 or more
 */
public record LogTally(
        Instant hour,
        String operation,
        boolean success,
        String actor,
        @Nullable String origin,
        long occurrences) {}
