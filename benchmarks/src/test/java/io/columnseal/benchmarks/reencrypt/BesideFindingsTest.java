package io.columnseal.benchmarks.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Target;
import org.junit.jupiter.api.Test;

class BesideFindingsTest {

    private final BesideFindings findings = new BesideFindings();

    @Test
    void comparesLatencyAndHeapWithinARound() {
        findings.latency().add(0, new BesideFindings.Write(false, 99), 1);
        findings.latency().add(0, new BesideFindings.Write(true, 99), 1.3);
        findings.heap().add(0, 500, 20.0);
        findings.heap().add(0, 5_000, 22.0);

        Findings found = findings.findings();

        assertThat(found.targets())
                .extracting(Target::name)
                .containsExactly(
                        "PostgreSQL, application beside a throttled run: p99 of writes over that without",
                        "PostgreSQL, heap of 64 MiB: live heap of 5,000 rows over that of 500");
        assertThat(found.targets()).extracting(Target::met).containsExactly(false, true);
        assertThat(found.targets().get(0).measured()).isCloseTo(1.3, within(1e-9));
        assertThat(found.targets().get(1).measured()).isCloseTo(1.1, within(1e-9));
        assertThat(found.tables()).hasSize(2);
    }

    @Test
    void saysNothingOfWhatWasNotMeasured() {
        assertThat(findings.findings().tables()).isEmpty();
        assertThat(findings.findings().targets()).isEmpty();
    }

    @Test
    void findsTheWriteThatNinetyNineOfAHundredAreNoSlowerThan() {
        long[] micros = new long[1000];
        for (int i = 0; i < micros.length; i++) {
            micros[i] = i;
        }

        assertThat(WriteLatency.quantile(micros, 0.99)).isEqualTo(990);
        assertThat(WriteLatency.quantile(new long[] {7}, 0.99)).isEqualTo(7);
    }
}
