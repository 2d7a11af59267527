package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.FieldContext;
import io.columnseal.KeyNotFoundException;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.KeyUnusableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two nodes on one store: what one does to keys, the other hears of when it looks. */
class ChangePollingTest {

    private static final String CLINIC = "clinic-1";

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final TestNode one = new TestNode(store);
    private final TestNode other = new TestNode(store);

    @Test
    void sealsUnderTheKeyThatAnotherNodeMadeActive() {
        KeyId old = one.sealsUnder(CLINIC);
        assertThat(other.sealsUnder(CLINIC)).isEqualTo(old);
        byte[] before = other.seal(CLINIC);

        KeyId next = one.keys.rotate(CLINIC, "test", "test").id();
        assertThat(other.sealsUnder(CLINIC)).isEqualTo(old);
        other.polling.look();

        assertThat(other.sealsUnder(CLINIC)).isEqualTo(next);
        assertThat(other.opens(CLINIC, before)).isTrue();
    }

    @Test
    void doesNotAskTheKmsForTheOldKeyAgain() {
        byte[] before = other.seal(CLINIC);
        one.keys.rotate(CLINIC, "test", "test");
        other.polling.look();
        int calls = other.kms.calls;

        assertThat(other.opens(CLINIC, before)).isTrue();
        assertThat(other.kms.calls).isEqualTo(calls);
        other.seal(CLINIC);
        assertThat(other.kms.calls).isEqualTo(calls + 1);
    }

    @Test
    void neitherSealsNorOpensUnderAKeyThatWasSuspended() {
        byte[] sealed = other.seal(CLINIC);
        write(CLINIC, KeyState.SUSPENDED);
        assertThat(other.opens(CLINIC, sealed)).isTrue();

        other.polling.look();

        assertThatThrownBy(() -> other.opens(CLINIC, sealed)).isInstanceOf(KeyUnusableException.class);
        assertThatThrownBy(() -> other.seal(CLINIC)).isInstanceOf(KeyUnusableException.class);
    }

    @Test
    void goesOnWithAKeyThatWasWrittenAnewWithoutAskingTheKms() {
        other.seal(CLINIC);
        int calls = other.kms.calls;
        write(CLINIC, KeyState.ACTIVE);

        other.polling.look();

        other.seal(CLINIC);
        assertThat(other.kms.calls).isEqualTo(calls);
    }

    @Test
    void leavesTheKeysOfOtherTenantsAlone() {
        other.seal("clinic-2");
        one.keys.rotate(CLINIC, "test", "test");
        int calls = other.kms.calls;

        other.polling.look();

        other.seal("clinic-2");
        assertThat(other.kms.calls).isEqualTo(calls);
    }

    @Test
    void anIndexKeyThatWasReplacedIsReplacedHere() {
        KeyId old = other.ring.active(CLINIC, KeyUsage.INDEX).id();
        KeyId next = one.keys.rotateIndex(CLINIC, "test", "test").id();
        other.polling.look();

        assertThat(other.ring.active(CLINIC, KeyUsage.INDEX).id()).isEqualTo(next);
        assertThat(other.ring.byId(old).id()).isEqualTo(old);
    }

    /** What was sealed since the backup is lost with its keys; nothing more is to be sealed under those. */
    @Test
    void readsAllKeysAnewWhenTheTableWentBack() {
        ReplaceableStore restored = new ReplaceableStore(store);
        TestNode node = new TestNode(restored.store());
        node.seal("clinic-2");
        byte[] sealed = node.seal(CLINIC);
        node.polling.look();
        restored.replaceWith(beforeClinic1());
        node.polling.look();

        assertThatThrownBy(() -> node.opens(CLINIC, sealed)).isInstanceOf(KeyNotFoundException.class);
    }

    @Test
    void notesAndCountsAnewWhatTheTableForgot() {
        KeyId key = one.sealsUnder("clinic-2");
        one.seal(CLINIC);
        ReplaceableStore restored = new ReplaceableStore(store);
        TestNode node = new TestNode(restored.store());
        node.seal("clinic-2");
        node.outside.note(key.value());
        node.polling.look();
        DataKeyStore backup = withoutCounts();
        restored.replaceWith(backup);
        node.polling.look();

        node.outside.note(key.value());
        assertThat(node.sealsUnder("clinic-2")).isEqualTo(key);

        assertThat(backup.notes().find(key, KeyNote.Kind.OUTSIDE)).isPresent();
        assertThat(backup.find(key).orElseThrow().sealCount()).isPositive();
    }

    private DataKeyStore withoutCounts() {
        InMemoryDataKeyStore backup = new InMemoryDataKeyStore();
        List<RestoredRow> rows = store.rows().stream()
                .map(row -> new RestoredRow(new DataKeyRowCopy(row).sealCount(0).row(), RestoredRow.ABSENT))
                .toList();
        assertThat(backup.restore(rows, List.of(), new AuditChain())).isTrue();
        return backup;
    }

    private DataKeyStore beforeClinic1() {
        InMemoryDataKeyStore backup = new InMemoryDataKeyStore();
        backup.write(
                store.rows().stream()
                        .filter(row -> !row.identity().tenant().equals(CLINIC))
                        .map(row -> new DataKeyRowCopy(row).revision(1).row())
                        .toList(),
                List.of());
        return backup;
    }

    @Test
    void servesFromMemoryWhileTheKeyDatabaseIsDownAndCatchesUp() {
        ReplaceableStore failing = new ReplaceableStore(store);
        TestNode node = new TestNode(failing.store());
        KeyId old = node.sealsUnder(CLINIC);
        failing.goDown();
        one.keys.rotate(CLINIC, "test", "test");
        assertThatThrownBy(node.polling::look).isInstanceOf(KeyStoreUnavailableException.class);
        assertThat(node.sealsUnder(CLINIC)).isEqualTo(old);

        failing.comeUp();
        node.polling.look();

        assertThat(node.sealsUnder(CLINIC)).isNotEqualTo(old);
    }

    @Test
    void bindsNoContextToAKeyThatItJustHeardIsReplaced() throws Exception {
        FieldContext ssn = FieldContext.of(CLINIC, "patient.ssn");
        FieldKey field = other.ring.sealing(ssn);
        one.keys.rotate(CLINIC, "test", "test");
        other.polling.look();

        assertThat(other.ring.sealing(ssn)).isNotSameAs(field);
    }

    @Test
    void tellsForHowLongItHasHeardNothing() {
        one.sealsUnder(CLINIC);
        one.clock.advance(Duration.ofMinutes(2));
        assertThat(one.polling.silence()).as("not begun").isEmpty();
        one.polling.look();
        one.polling.start();

        one.clock.advance(Duration.ofMinutes(1));
        assertThat(one.polling.silence()).isEmpty();
        one.clock.advance(Duration.ofMillis(1));
        assertThat(one.polling.silence()).contains(Duration.ofMillis(60_001));

        one.polling.look();
        assertThat(one.polling.silence()).isEmpty();
        one.polling.close();
    }

    private void write(String tenant, KeyState state) {
        DataKeyRow row = store.findActive(tenant, KeyUsage.FIELD).orElseThrow();
        boolean written = store.write(
                List.of(row.changed(state, Instant.EPOCH, "test", "test").withStateMac(row.stateMac())), List.of());
        assertThat(written).isTrue();
    }
}
