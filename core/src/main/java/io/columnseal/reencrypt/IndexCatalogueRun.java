package io.columnseal.reencrypt;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One rebuild of a catalogue's index columns: counts every one for exact totals, then takes one after the other, as {@link
 * CatalogueRun} does.
 */
final class IndexCatalogueRun {

    private final IndexCensusTaker censuses;
    private final ValueOpener opener;
    private final SealedNormalForms normalForms;
    private final IndexValueMaker values;
    private final RetriedTransactions transactions;
    private final RunSettings settings;

    IndexCatalogueRun(
            IndexCensusTaker censuses,
            ValueOpener opener,
            SealedNormalForms normalForms,
            IndexValueMaker values,
            RetriedTransactions transactions,
            RunSettings settings) {
        this.censuses = censuses;
        this.opener = opener;
        this.normalForms = normalForms;
        this.values = values;
        this.transactions = transactions;
        this.settings = settings;
    }

    /** Reports in the order of the columns. */
    List<IndexColumnReport> run(List<IndexSql> columns) {
        List<Long> planned = new ArrayList<>();
        for (IndexSql column : columns) {
            planned.add(settings.stop().obey() ? 0 : take(column).work());
        }
        settings.progress().start(planned.stream().mapToLong(Long::longValue).sum());
        List<IndexColumnReport> reports = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            reports.add(run(columns.get(i), planned.get(i)));
        }
        return reports;
    }

    private IndexColumnReport run(IndexSql column, long planned) {
        if (settings.stop().obey()) {
            return new IndexColumnReport(
                    column.column(), column.index(), 0, 0, 0, List.of(), List.of(), OptionalLong.empty());
        }
        IndexCensus census = take(column);
        IndexMover mover = new IndexMover(column, census, opener, normalForms, values);
        IndexColumnRun run = new IndexColumnRun(column, census, mover, transactions, settings.pageSize());
        boolean finished =
                run.walk(settings.stop(), rows -> settings.progress().at(column, column.column(), rows, planned));
        if (!finished) {
            return run.report(OptionalLong.empty());
        }
        settings.progress().atEnd(column, column.column(), planned);
        return run.report(OptionalLong.of(censuses.take(column, false).remaining()));
    }

    private IndexCensus take(IndexSql column) {
        return censuses.take(column, settings.everyValue());
    }

    /** @param everyValue whether index values under the newest key are made anew too */
    record RunSettings(int pageSize, boolean everyValue, StopSignal stop, Progress progress) {}
}
