package io.columnseal.benchmarks.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.Target;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileFindingsTest {

    @Test
    void comparesSpeedsWithinARound() {
        Rounds<FileCell> nanos = new Rounds<>();
        FileCell ours = new FileCell(Streams.columnseal, "seal");
        nanos.add(0, ours, 20e6);
        nanos.add(0, ours.of(Streams.bare), 18e6);

        Findings findings = new FileFindings(nanos, nanos, Optional.empty()).findings();

        assertThat(findings.targets())
                .extracting(Target::name)
                .containsExactly("seal: speed over the bare cipher's", "seal: MB/s");
        assertThat(findings.targets()).extracting(Target::measured).containsExactly(0.9, 33_554_432 / 1e6 / 0.02);
        assertThat(findings.targets()).extracting(Target::met).containsOnly(true);
    }

    @Test
    void holdsALongTextAgainstItsHeap() {
        Rounds<FileCell> none = new Rounds<>();

        Findings findings = new FileFindings(none, none, Optional.of(new LongTextCost(1024, 1, 2, 33))).findings();

        assertThat(findings.targets()).singleElement().satisfies(target -> {
            assertThat(target.name()).isEqualTo("1 GiB sealed and opened: MiB of the heap");
            assertThat(target.met()).isFalse();
        });
        assertThat(findings.tables()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void everyContestantOpensWhatItSealed(Streams contestant) throws Exception {
        try (Streams.Stream stream = contestant.create()) {
            byte[] sealed = stream.sealed(new byte[200_000]);
            stream.seal(new byte[200_000]);
            stream.open(sealed);

            assertThat(sealed).hasSizeGreaterThan(200_000);
        }
    }
}
