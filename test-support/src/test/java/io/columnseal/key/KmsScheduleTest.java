package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSealException;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.Retryable;
import io.columnseal.test.FaultyKms;
import io.columnseal.test.KmsFault;
import io.columnseal.test.TestKms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An application over forty simulated minutes in which its KMS is slow, overloaded, wrong or gone: every second, twenty
 * tenants that were warm seal and open a value, and a new one comes.
 */
@Timeout(120)
class KmsScheduleTest {

    private static final int WARM_TENANTS = 20;
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final int STEPS = 40 * 60;
    private static final int FAULT_BEGINS = 60;

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final TestKms service = new TestKms();
    private final SimulatedNode node = new SimulatedNode(service, store);
    private final Counts counts = new Counts();

    @ParameterizedTest
    @CsvSource({"5", "50", "500", "5000"})
    void isOnlySlow(long millis) {
        warmUp();
        node.kms.answerAfter(Duration.ofMillis(millis));
        run(call -> null);

        assertThat(counts.failed).isZero();
        report("latency " + millis + " ms");
    }

    @Test
    void throttlesThirtyPercent() {
        warmUp();
        node.kms.meet(KmsFault.THROTTLED, 0.3);
        run(null);

        assertThat(counts.failed).isLessThan(counts.served / 10);
        report("30 % throttled");
    }

    @Test
    void resetsThirtyPercentOfItsConnections() {
        warmUp();
        node.kms.meet(KmsFault.DISCONNECTED, 0.3);
        run(null);

        assertThat(counts.failed).isLessThan(counts.served / 10);
        report("30 % reset");
    }

    @ParameterizedTest
    @CsvSource({"GARBAGE, 0.3", "GARBAGE, 1", "OTHER_KEK, 0.3", "OTHER_KEK, 1"})
    void answersWithWhatIsNotTheKey(KmsFault fault, double part) {
        warmUp();
        node.kms.meet(fault, part);
        run(null);

        report((fault == KmsFault.GARBAGE ? "garbage " : "wrong key ") + Math.round(part * 100) + " %");
    }

    @ParameterizedTest
    @CsvSource({
        "DISCONNECTED, 60",
        "SILENT, 60",
        "THROTTLED, 60",
        "DISCONNECTED, 1800",
        "SILENT, 1800",
        "THROTTLED, 1800"
    })
    void isGoneForAWhile(KmsFault fault, int seconds) {
        warmUp();
        long begin = node.clock.nanos();
        long from = begin + Duration.ofSeconds(FAULT_BEGINS).toNanos();
        long to = from + Duration.ofSeconds(seconds).toNanos();
        run(call -> node.clock.nanos() >= from && node.clock.nanos() < to ? fault : null);

        Duration longest = OutageSettings.DEFAULT.longestPause().plus(FaultyKms.CLIENT_TIMEOUT);
        assertThat(counts.lastFailedAt).isLessThan(to + longest.toNanos());
        assertThat(node.kms.faults())
                .as("calls of a service that is gone")
                .isLessThan(30 + 3L * OutageSettings.DEFAULT.failures() + 5L * seconds / 30);
        assertThat(node.keys.outages()).isEmpty();
        assertThat(recordedFailures())
                .as("failures of a KMS that was called")
                .isPositive()
                .isLessThanOrEqualTo(node.kms.faults());
        report("gone for " + seconds + " s, " + fault.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void isGoneForLongerThanTheHardLimit() {
        byte[] sealed = node.seal("clinic-0");
        node.kms.meet(KmsFault.DISCONNECTED);
        for (int minute = 1; minute < 60; minute++) {
            node.pass(Duration.ofMinutes(1));
            assertThat(node.open("clinic-0", node.seal("clinic-0"))).isEqualTo(SimulatedNode.VALUE);
        }
        node.pass(Duration.ofMinutes(1));

        assertThatExceptionOfType(KmsUnavailableException.class).isThrownBy(() -> node.seal("clinic-0"));
        assertThatExceptionOfType(KmsUnavailableException.class).isThrownBy(() -> node.open("clinic-0", sealed));
        assertThat(node.keys.outages())
                .singleElement()
                .satisfies(outage -> assertThat(outage.service()).isEqualTo("KMS key " + node.kms.kekId()));
    }

    @ParameterizedTest
    @CsvSource({"DENIED", "UNAUTHENTICATED", "DISABLED", "PENDING_DELETION", "MISSING"})
    void refusesForGood(KmsFault fault) {
        byte[] sealed = node.seal("clinic-0");
        node.kms.meet(fault);
        node.pass(SimulatedNode.TTL);

        for (int i = 0; i < 20; i++) {
            assertThatExceptionOfType(KmsException.class)
                    .isThrownBy(() -> node.seal("clinic-0"))
                    .isInstanceOfAny(
                            KmsDeniedException.class, KmsKeyDisabledException.class, KmsKeyNotFoundException.class);
            assertThatExceptionOfType(KmsException.class)
                    .isThrownBy(() -> node.open("clinic-0", sealed))
                    .satisfies(error -> assertThat(error).isNotInstanceOf(Retryable.class));
        }
        node.kms.recover();
        assertThat(node.open("clinic-0", sealed)).isEqualTo(SimulatedNode.VALUE);
    }

    private long recordedFailures() {
        node.keys.flushAccessLog();
        return store.accessLog().tally(Instant.EPOCH).stream()
                .filter(use -> !use.success())
                .mapToLong(LogTally::occurrences)
                .sum();
    }

    private void warmUp() {
        for (int i = 0; i < WARM_TENANTS; i++) {
            node.seal("clinic-" + i);
        }
    }

    /** @param schedule null for the one that was set before */
    private void run(FaultyKms.Schedule schedule) {
        if (schedule != null) {
            node.kms.follow(schedule);
        }
        long callsBefore = node.kms.calls();
        List<Sealed> kept = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            for (int i = 0; i < WARM_TENANTS; i++) {
                String tenant = "clinic-" + i;
                byte[] sealed = node.seal(tenant);
                assertThat(node.open(tenant, sealed)).isEqualTo(SimulatedNode.VALUE);
                counts.warm++;
                if (step % 60 == 0) {
                    kept.add(new Sealed(tenant, sealed));
                }
            }
            newTenant("new-" + step, kept);
            node.pass(STEP);
        }
        counts.calls = node.kms.calls() - callsBefore;
        node.kms.recover();
        node.pass(OutageSettings.DEFAULT.longestPause());
        // By a node that has nothing in memory
        try (SimulatedNode other = new SimulatedNode(service, store)) {
            for (Sealed value : kept) {
                assertThat(new String(value.bytes, StandardCharsets.ISO_8859_1)).doesNotContain("123-45");
                assertThat(other.open(value.tenant, value.bytes)).isEqualTo(SimulatedNode.VALUE);
            }
        }
        counts.opened = kept.size();
    }

    private void newTenant(String tenant, List<Sealed> kept) {
        long begin = node.clock.nanos();
        try {
            kept.add(new Sealed(tenant, node.seal(tenant)));
            counts.served++;
        } catch (ColumnSealException e) {
            assertThat(e).isInstanceOf(Retryable.class);
            counts.failed++;
            counts.lastFailedAt = node.clock.nanos();
            counts.waited = counts.waited.plusNanos(node.clock.nanos() - begin);
        }
    }

    private void report(String schedule) {
        System.out.printf(
                Locale.ROOT,
                "kms-schedule | %s | %,d warm operations, 0 errors | %,d new tenants served, %,d told to try again, after"
                        + " %,d ms on average | %,d KMS calls, %,d of them at fault | %,d values opened afterwards%n",
                schedule,
                2 * counts.warm,
                counts.served,
                counts.failed,
                counts.failed == 0 ? 0 : counts.waited.toMillis() / counts.failed,
                counts.calls,
                node.kms.faults(),
                counts.opened);
        node.close();
    }

    private record Sealed(String tenant, byte[] bytes) {}

    private static final class Counts {
        private long warm;
        private long served;
        private long failed;
        private long calls;
        private long opened;
        private long lastFailedAt = Long.MIN_VALUE;
        private Duration waited = Duration.ZERO;
    }
}
