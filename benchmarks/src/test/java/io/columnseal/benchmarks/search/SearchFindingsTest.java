package io.columnseal.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.Target;
import io.columnseal.benchmarks.search.SearchCell.Operation;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SearchFindingsTest {

    private final Rounds<IndexCell> indexes = new Rounds<>();
    private final Rounds<SearchCell> wall = new Rounds<>();
    private final Rounds<SearchCell> cpu = new Rounds<>();

    @Test
    void comparesLookupsWithThePlainColumnAndInsertsWithTheEncryptedOne() {
        indexes.add(0, IndexCell.VALUE, 150);
        measured("MariaDB", Operation.lookup, Contestant.plain, 100);
        measured("MariaDB", Operation.lookup, Contestant.indexed, 116);
        measured("MariaDB", Operation.insert, Contestant.plain, 20);
        measured("MariaDB", Operation.insert, Contestant.encrypted, 30);
        measured("MariaDB", Operation.insert, Contestant.indexed, 33);

        Map<String, Target> targets =
                findings().targets().stream().collect(Collectors.toMap(Target::name, Function.identity()));

        assertMeasured(targets.remove("MariaDB lookup: time over the plain column's"), 1.16, false);
        assertMeasured(targets.remove("MariaDB insert: time over that without the index"), 1.1, true);
        if (Runtime.version().feature() == 17) {
            assertMeasured(targets.remove("index value of 16 B, JDK 17: CPU ns"), 150, true);
        }
        assertThat(targets).isEmpty();
    }

    @Test
    void showsTablesOfEveryDatabase() {
        indexes.add(0, IndexCell.VALUE, 150);
        measured("PostgreSQL", Operation.lookup, Contestant.plain, 100);
        measured("MariaDB", Operation.lookup, Contestant.plain, 100);

        assertThat(findings().tables())
                .extracting(table -> table.title() + ": " + table.rows().size())
                .containsExactly(
                        "One index value of 16 bytes: 1",
                        "Tables: 1",
                        "PostgreSQL, per lookup or inserted row: 1",
                        "MariaDB, per lookup or inserted row: 1");
    }

    private Findings findings() {
        TableSize size = new TableSize("PostgreSQL", Contestant.plain, 1000, 2.5, 1);
        return new SearchFindings(new IndexFindings(indexes, indexes), wall, cpu, List.of(size)).findings();
    }

    private void measured(String database, Operation operation, Contestant contestant, double micros) {
        wall.add(0, new SearchCell(database, operation, contestant), micros);
        cpu.add(0, new SearchCell(database, operation, contestant), micros);
    }

    private static void assertMeasured(Target target, double value, boolean met) {
        assertThat(target.measured()).isCloseTo(value, within(1e-9));
        assertThat(target.met()).isEqualTo(met);
    }
}
