package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.KeyUnusableException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tenant is switched off or forgotten by one node while another one makes its first key of files. */
class SwitchedOffMeanwhileTest {

    private static final String CLINIC = "clinic-1";

    private final InMemoryDataKeyStore rows = new InMemoryDataKeyStore();
    private final TestNode maker = new TestNode(rows);
    private final TestNode other = new TestNode(rows);

    @BeforeEach
    void seal() {
        maker.seal(CLINIC);
    }

    @AfterEach
    void close() {
        maker.close();
        other.close();
    }

    @Test
    void getsNoFirstKeyOnceItIsSuspended() {
        maker.kms.duringUnwrap = () -> other.keys.suspend(CLINIC, "test", "at once");

        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> maker.ring.active(CLINIC, KeyUsage.FILE));

        assertThat(states()).isNotEmpty().noneMatch(KeyState::opens);
    }

    @Test
    void getsNoFirstKeyOnceItIsShredded() {
        maker.kms.duringUnwrap = () -> other.keys.shred(CLINIC, "test", "at once");

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> maker.ring.active(CLINIC, KeyUsage.FILE));

        assertThat(states()).isNotEmpty().containsOnly(KeyState.DESTROYED);
    }

    private List<KeyState> states() {
        return rows.rows().stream()
                .filter(row -> row.identity().tenant().equals(CLINIC))
                .map(DataKeyRow::state)
                .toList();
    }
}
