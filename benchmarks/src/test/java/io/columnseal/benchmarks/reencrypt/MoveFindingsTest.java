package io.columnseal.benchmarks.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.Target;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MoveFindingsTest {

    private final Rounds<MoveCell> speed = new Rounds<>();

    @Test
    void comparesWithTheSameRunWithoutCryptographyAndWithTheEntityWalk() {
        measured("PostgreSQL", Mover.bulk, 100);
        measured("PostgreSQL", Mover.one, 79);
        measured("PostgreSQL", Mover.two, 120);
        measured("PostgreSQL", Mover.walk, 20);
        measured("MariaDB", Mover.two, 70);
        measured("MariaDB", Mover.walk, 20);

        Map<String, Target> targets = new MoveFindings(speed)
                .findings().targets().stream().collect(Collectors.toMap(Target::name, Function.identity()));

        assertMeasured(targets.remove("PostgreSQL, 1 writer: speed over that without cryptography"), 0.79, false);
        assertMeasured(targets.remove("PostgreSQL, 2 writers: speed over the entity walk's"), 6, true);
        assertMeasured(targets.remove("MariaDB, 2 writers: speed over the entity walk's"), 3.5, true);
        assertThat(targets).isEmpty();
    }

    private void measured(String database, Mover mover, double rowsPerSecond) {
        speed.add(0, new MoveCell(database, mover), rowsPerSecond);
    }

    private static void assertMeasured(Target target, double value, boolean met) {
        assertThat(target.measured()).isCloseTo(value, within(1e-9));
        assertThat(target.met()).isEqualTo(met);
    }
}
