package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.KmsException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.Retryable;
import io.columnseal.test.FaultyKms;
import io.columnseal.test.KmsFault;
import io.columnseal.test.TestKms;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One tenant brought his own key, and his KMS goes wrong; the time is simulated. */
@Timeout(60)
class TenantKmsScheduleTest {

    private static final String OWN = "clinic-own";
    private static final String OTHER = "clinic-other";

    private final SimulatedNode node =
            new SimulatedNode(new TestKms(), Map.of(OWN, new TestKms()), new InMemoryDataKeyStore());
    private final FaultyKms own = node.tenantKms.get(OWN);

    @AfterEach
    void close() {
        node.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = KmsFault.class,
            names = {"DENIED", "UNAUTHENTICATED", "DISABLED", "PENDING_DELETION", "MISSING"})
    void aTenantThatRevokesItsKeyLosesAccessWithinTheTtl(KmsFault revoked) {
        byte[] sealed = node.seal(OWN);
        byte[] others = node.seal(OTHER);
        own.meet(revoked);
        node.pass(SimulatedNode.TTL);

        assertThatExceptionOfType(KmsException.class)
                .isThrownBy(() -> node.open(OWN, sealed))
                .satisfies(error -> assertThat(error).isNotInstanceOf(Retryable.class));
        assertThatExceptionOfType(KmsException.class).isThrownBy(() -> node.seal(OWN));
        assertThat(node.open(OTHER, others)).isEqualTo(SimulatedNode.VALUE);

        own.recover();
        assertThat(node.open(OWN, sealed)).isEqualTo(SimulatedNode.VALUE);
    }

    @ParameterizedTest
    @EnumSource(
            value = KmsFault.class,
            names = {"DISCONNECTED", "SILENT", "THROTTLED", "GARBAGE"})
    void nobodyElseWaitsForATenantsKmsThatFails(KmsFault fault) {
        byte[] others = node.seal(OTHER);
        own.meet(fault);
        for (int i = 0; i < 2 * OutageSettings.DEFAULT.failures(); i++) {
            assertThatExceptionOfType(KmsException.class)
                    .isThrownBy(() -> node.seal(OWN))
                    .satisfies(error -> assertThat(error).isInstanceOf(Retryable.class));
        }
        long before = node.clock.nanos();

        for (int i = 0; i < 100; i++) {
            assertThat(node.open("new-" + i, node.seal("new-" + i))).isEqualTo(SimulatedNode.VALUE);
        }
        assertThat(node.open(OTHER, others)).isEqualTo(SimulatedNode.VALUE);
        assertThat(node.clock.nanos()).isEqualTo(before);
        assertThat(node.keys.outages()).isEmpty();
    }

    @Test
    void aTenantsKmsIsLeftAloneByItself() {
        own.meet(KmsFault.DISCONNECTED);
        for (int i = 0; i < OutageSettings.DEFAULT.failures(); i++) {
            assertThatExceptionOfType(KmsUnavailableException.class).isThrownBy(() -> node.seal(OWN));
        }
        long asked = own.calls();
        assertThatExceptionOfType(KmsUnavailableException.class).isThrownBy(() -> node.seal(OWN));

        assertThat(own.calls()).isEqualTo(asked);
        assertThat(node.keys.tenantOutages())
                .singleElement()
                .satisfies(outage -> assertThat(outage.service()).isEqualTo("KMS key " + own.kekId()));
        own.recover();
        node.pass(OutageSettings.DEFAULT.longestPause());
        assertThat(node.open(OWN, node.seal(OWN))).isEqualTo(SimulatedNode.VALUE);
        assertThat(node.keys.tenantOutages()).isEmpty();
    }

    @Test
    void aTenantWhoseKmsIsDownIsServedUpToTheHardLimit() {
        byte[] sealed = node.seal(OWN);
        own.meet(KmsFault.DISCONNECTED);
        for (int minute = 1; minute < 60; minute++) {
            node.pass(Duration.ofMinutes(1));
            assertThat(node.open(OWN, sealed)).isEqualTo(SimulatedNode.VALUE);
        }
        node.pass(Duration.ofMinutes(1));

        assertThatExceptionOfType(KmsUnavailableException.class).isThrownBy(() -> node.open(OWN, sealed));
    }

    @Test
    void aTenantWithItsOwnKeyDoesNotNeedTheCommonOne() {
        byte[] sealed = node.seal(OWN);
        node.kms.meet(KmsFault.DENIED);
        node.pass(SimulatedNode.TTL.multipliedBy(2));

        assertThat(node.open(OWN, sealed)).isEqualTo(SimulatedNode.VALUE);
    }
}
