package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.key.KeyId;
import io.columnseal.reencrypt.Undecryptable.Reason;
import org.junit.jupiter.api.Test;

class TallyTest {

    @Test
    void countsByKeyAndReason() {
        Tally tally = new Tally();
        tally.add(new KeyId(1), Reason.DOES_NOT_OPEN, 2);
        tally.add(new KeyId(1), Reason.DOES_NOT_OPEN, 3);
        tally.add(new KeyId(1), Reason.UNKNOWN_KEY, 1);

        assertThat(tally.toList())
                .containsExactlyInAnyOrder(
                        new Undecryptable(new KeyId(1), Reason.DOES_NOT_OPEN, 5),
                        new Undecryptable(new KeyId(1), Reason.UNKNOWN_KEY, 1));
    }

    @Test
    void countsGarbageThatNamesEverNewKeysTogether() {
        Tally tally = new Tally();
        for (int key = 1; key <= 100_000; key++) {
            tally.add(new KeyId(key), Reason.UNKNOWN_KEY, 1);
        }

        assertThat(tally.rows()).isEqualTo(100_000);
        assertThat(tally.toList())
                .hasSize(Tally.MAX_KEYS + 1)
                .contains(new Undecryptable(null, Reason.UNKNOWN_KEY, 100_000 - Tally.MAX_KEYS));
    }
}
