package io.columnseal.benchmarks.kms;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KmsFindingsTest {

    @Test
    void comparesCallsWithinARound() {
        Rounds<KmsCell> nanos = new Rounds<>();
        KmsCell ours = new KmsCell(Callers.columnseal, "unwrap", Services.recorded);
        nanos.add(0, ours, 102e3);
        nanos.add(0, ours.of(Callers.bare), 100e3);

        Findings findings = new KmsFindings(nanos, nanos).findings();

        assertThat(findings.targets())
                .extracting(Target::name)
                .containsExactly(
                        "unwrap: time over the bare SDK's, without the service", "unwrap: ms without the service");
        assertThat(findings.targets()).extracting(Target::measured).containsExactly(1.02, 0.102);
        assertThat(findings.targets()).extracting(Target::met).containsOnly(true);
    }

    @ParameterizedTest
    @EnumSource
    void everyCallerIsAnsweredFromMemoryAndByTheServer(Callers caller) {
        for (Services service : Services.values()) {
            KmsCalls calls = new KmsCalls();
            calls.caller = caller;
            calls.service = service;
            calls.prepare();
            try {
                assertThat(calls.unwrap()).hasSize(32).isEqualTo(calls.unwrap());
                boolean same = calls.generate().equals(calls.generate());
                assertThat(same).isEqualTo(service == Services.recorded);
            } finally {
                calls.close();
            }
        }
    }
}
