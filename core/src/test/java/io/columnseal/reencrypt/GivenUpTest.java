package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.reencrypt.Undecryptable.Reason;
import org.junit.jupiter.api.Test;

class GivenUpTest {

    private final GivenUp<String> givenUp = new GivenUp<>();
    private int attempts;

    @Test
    void keysThatCouldNotBeUsedAreNotAskedForAgain() throws ImmovableException {
        assertFails("north", Reason.KEY_UNAVAILABLE);
        assertFails("north", Reason.KEY_UNAVAILABLE);

        assertThat(attempts).isEqualTo(1);
        assertThat(givenUp.unlessBefore("south", () -> "sealed")).isEqualTo("sealed");
    }

    @Test
    void aValueAtFaultCostsNoOtherValueItsTurn() {
        for (Reason reason : new Reason[] {Reason.DOES_NOT_OPEN, Reason.NOT_IMPORTED, Reason.NO_NORMAL_FORM}) {
            assertFails("north", reason);
        }

        assertThat(attempts).isEqualTo(3);
    }

    private void assertFails(String keys, Reason reason) {
        assertThatThrownBy(() -> givenUp.unlessBefore(keys, () -> {
                    attempts++;
                    throw new ImmovableException(reason);
                }))
                .isInstanceOfSatisfying(
                        ImmovableException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
