package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.KeyRejectedException;
import io.columnseal.KmsUnavailableException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A KMS that answers with another key than it wrapped, beside rows that were edited. */
class LyingKmsTest {

    private static final String CLINIC = "clinic-1";

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final TestNode node = new TestNode(store);

    @Test
    void doesNotTakeAWarmTenantsKeyAway() {
        byte[] sealed = node.seal(CLINIC);
        node.kms.lies = true;
        node.clock.advance(TestKeyRing.TTL.plusSeconds(1));

        assertThat(node.opens(CLINIC, sealed)).isTrue();
        node.seal(CLINIC);
    }

    @Test
    void isAnErrorThatMayPassForAColdTenant() {
        byte[] sealed = node.seal(CLINIC);
        node.kms.lies = true;
        node.ring.evict(CLINIC);

        assertThatThrownBy(() -> node.opens(CLINIC, sealed)).isInstanceOf(KmsUnavailableException.class);
        node.kms.lies = false;
        assertThat(node.opens(CLINIC, sealed)).isTrue();
    }

    @Test
    void isNotSeenInARowThatWasEdited() {
        byte[] sealed = node.seal(CLINIC);
        byte[] other = node.seal("clinic-2");
        DataKeyRow row = store.findActive(CLINIC, KeyUsage.FIELD).orElseThrow();
        DataKeyRow edited =
                row.changed(KeyState.RETIRED, Instant.EPOCH, "thief", "theft").withStateMac(row.stateMac());
        assertThat(store.write(List.of(edited), List.of())).isTrue();
        node.kms.lies = true;
        node.ring.evict(CLINIC);

        assertThatThrownBy(() -> node.opens(CLINIC, sealed)).isInstanceOf(KeyRejectedException.class);
        assertThat(node.opens("clinic-2", other)).isTrue();
    }

    @Test
    void isServedPastByPrefetchedKeys() {
        node.ring.prefetchActive(List.of(CLINIC, "clinic-2"));
        node.kms.lies = true;
        int calls = node.kms.calls;

        node.seal(CLINIC);
        node.seal("clinic-2");

        assertThat(node.kms.calls).isEqualTo(calls);
    }
}
