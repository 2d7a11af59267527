package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.KeyUnusableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node seals under when another one was faster to replace a key. */
class KeyAdoptionTest {

    private static final String CLINIC = "clinic-1";

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final TestNode one = new TestNode(store);
    private final TestNode other = new TestNode(store);

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    @Test
    void isTheKeyOfTheOneThatWasFaster() {
        KeyId first = one.sealsUnder(CLINIC);
        KeyId second = other.keys.rotate(CLINIC, "test", "test").id();

        assertThat(one.keys.rotateIfDue(CLINIC, 1, "test", "test").id()).isEqualTo(second);

        assertThat(one.sealsUnder(CLINIC)).isEqualTo(second).isNotEqualTo(first);
        assertThat(store.rows())
                .filteredOn(row -> row.identity().usage() == KeyUsage.FIELD)
                .hasSize(2);
    }

    @Test
    void isNoKeyThatWasSuspendedWhileItWasLoaded() {
        one.seal(CLINIC);
        KeyId second = other.keys.rotate(CLINIC, "test", "test").id();
        one.kms.duringUnwrap = () -> suspendAndTell(second);

        assertThat(one.keys.rotateIfDue(CLINIC, 1, "test", "test").id()).isEqualTo(second);
        suspendAndTell(second);

        assertThatExceptionOfType(KeyUnusableException.class).isThrownBy(() -> one.seal(CLINIC));
    }

    private void suspendAndTell(KeyId key) {
        if (store.find(key).orElseThrow().state() == KeyState.ACTIVE) {
            other.keys.suspend(key, "test", "at once");
            one.polling.look();
        }
    }
}
