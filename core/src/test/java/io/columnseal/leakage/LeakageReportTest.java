package io.columnseal.leakage;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.Storage;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeakageReportTest {

    @Test
    void isWrittenAsTheDocumentationShowsIt() throws IOException {
        LeakageReport report = new LeakageReport(List.of(
                index("ssn", 2, new TenantFigures("clinic-1", 1, 40_000, 39_998, 2, 15.2876)),
                index("email", 2, new TenantFigures("clinic-2", 1, 40_000, 35_521, 4420, 13.9021)),
                index("city", 2, new TenantFigures("clinic-2", 1, 40_000, 1210, 1321, 8.4418)),
                index("smoker", 2, new TenantFigures("clinic-1", 1, 40_000, 2, 31_120, 0.7625))));

        assertThat(Files.readString(Path.of("../docs/search.md"))).contains("```\n" + report + "```\n");
    }

    @Test
    void ofNothingIsItsHeadAlone() {
        assertThat(new LeakageReport(List.of()).toString().lines()).hasSize(1);
    }

    @Test
    void tellsWarningsFromWhatHelpsToReadTheFigures() {
        SealedColumn column = column("sex");
        IndexTally tally = new IndexTally();
        tally.add(Optional.of("a"), new TenantFigures("a", 1, 500, 2, 300, 0.97));
        tally.add(Optional.of("a"), new TenantFigures("a", 2, 500, 2, 300, 0.97));

        LeakageReport report = new LeakageReport(List.of(judged(column, tally)));

        assertThat(report.findings()).hasSize(2);
        assertThat(report.warnings()).extracting(LeakageFinding::kind).containsExactly(LeakageFinding.Kind.FEW_VALUES);
    }

    private static IndexLeakage index(String attribute, int tenants, TenantFigures worst) {
        IndexTally tally = new IndexTally();
        tally.add(Optional.ofNullable(worst.tenant()), worst);
        for (int i = 1; i < tenants; i++) {
            tally.add(Optional.of("other-" + i), worst);
        }
        return judged(column(attribute), tally);
    }

    private static IndexLeakage judged(SealedColumn column, IndexTally tally) {
        IndexColumn index = column.indexes().get(0);
        Judgement judgement = new Judgement(tally, tally.result(column, index, true, List.of()));
        return tally.result(column, index, true, judgement.findings(false));
    }

    private static SealedColumn column(String attribute) {
        return new SealedColumn(
                "app.Patient",
                attribute,
                "patient",
                List.of("id"),
                attribute,
                "patient." + attribute,
                "field",
                "text",
                Storage.BINARY,
                1,
                false,
                List.of(new IndexColumn("", attribute + "_bidx", "", 128)));
    }
}
