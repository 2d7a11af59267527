package io.columnseal.reencrypt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the censuses of a catalogue, all columns of a table at once. Remembers small ones for a moment, each for one use,
 * so that a short run counts a table once before its walk and not twice. Not for many threads.
 */
final class TableCensuses {

    /** In all censuses that are remembered. */
    private static final int MAX_HEADERS = 10_000;

    private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();

    private final Function<CensusQuery, List<Census>> taker;
    private final LongSupplier nanoTime;
    private final Map<ColumnSql, Taken> fresh = new IdentityHashMap<>();
    private int headers;

    /**
     * @param taker has a table counted
     * @param nanoTime as {@link System#nanoTime()}
     */
    TableCensuses(Function<CensusQuery, List<Census>> taker, LongSupplier nanoTime) {
        this.taker = taker;
        this.nanoTime = nanoTime;
    }

    /** Hands out the census of every column, table by table, until the run is to stop. */
    void take(List<ColumnSql> columns, StopSignal stop, BiConsumer<ColumnSql, Census> use) {
        for (CensusQuery table : CensusQuery.of(columns)) {
            if (stop.obey()) {
                return;
            }
            take(table, use);
        }
    }

    /** Remembers a census that was taken just now, unless too much is remembered. */
    void remember(ColumnSql column, Census census) {
        if (headers + census.headers() <= MAX_HEADERS) {
            headers += census.headers();
            fresh.put(column, new Taken(census, nanoTime.getAsLong()));
        }
    }

    /** The censuses of columns, in their order: what is remembered and fresh, else taken now. */
    List<Census> of(List<ColumnSql> columns) {
        Map<ColumnSql, Census> censuses = new IdentityHashMap<>();
        List<ColumnSql> uncounted = new ArrayList<>();
        for (ColumnSql column : columns) {
            Census census = forget(column);
            if (census == null) {
                uncounted.add(column);
            } else {
                censuses.put(column, census);
            }
        }
        CensusQuery.of(uncounted).forEach(table -> take(table, censuses::put));
        return columns.stream()
                .map(column -> Objects.requireNonNull(censuses.get(column), "every column is counted"))
                .toList();
    }

    private @Nullable Census forget(ColumnSql column) {
        Taken taken = fresh.remove(column);
        if (taken == null) {
            return null;
        }
        headers -= taken.census.headers();
        return nanoTime.getAsLong() - taken.at <= FRESH_NANOS ? taken.census : null;
    }

    private void take(CensusQuery table, BiConsumer<ColumnSql, Census> use) {
        List<Census> censuses = taker.apply(table);
        for (int i = 0; i < censuses.size(); i++) {
            use.accept(table.columns().get(i), censuses.get(i));
        }
    }

    private record Taken(Census census, long at) {}
}
