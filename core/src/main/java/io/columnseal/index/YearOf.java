package io.columnseal.index;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Set;

/**
 * Takes the year of a {@code LocalDate}, {@code LocalDateTime} or {@code YearMonth}, as an {@code Integer}. Not of instants:
 * their year depends on a time zone that nothing here knows.
 */
public final class YearOf implements Extractor<TemporalAccessor, Integer> {

    private static final Set<Class<?>> TYPES = Set.of(LocalDate.class, LocalDateTime.class, YearMonth.class);

    @Override
    public boolean accepts(Class<?> type) {
        return TYPES.contains(type);
    }

    @Override
    public Class<Integer> partType() {
        return Integer.class;
    }

    @Override
    public Integer extract(TemporalAccessor date) {
        return date.get(ChronoField.YEAR);
    }

    /** Frozen by stored data. */
    @Override
    public String identity() {
        return "columnseal/year";
    }
}
