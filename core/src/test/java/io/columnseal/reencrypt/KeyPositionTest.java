package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPositionTest {

    @Test
    void comesBackAsItWas() {
        Object[] key = {
            (short) 1,
            -2,
            Long.MIN_VALUE,
            new BigInteger("18446744073709551615"),
            new BigDecimal("1.50"),
            true,
            "l2:42, ä\n",
            "",
            new byte[] {0, -1},
            new UUID(1, 2),
            LocalDate.of(-1, 2, 3),
            LocalTime.of(1, 2, 3, 4),
            LocalDateTime.of(2026, 10, 25, 2, 30, 0, 1000),
            OffsetDateTime.parse("1899-12-31T00:00:00.000001+02:00")
        };

        String text = KeyPosition.toText(key).orElseThrow();

        assertThat(KeyPosition.fromText(text, key.length).orElseThrow()).isEqualTo(key);
    }

    @Test
    void isNotRememberedForTypesThatItDoesNotKnow() {
        assertThat(KeyPosition.toText(new Object[] {1L, new StringBuilder("x")}))
                .isEmpty();
        assertThat(KeyPosition.toText(new Object[] {"x".repeat(KeyPosition.MAX_LENGTH)}))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"l2:42", "l2:42l1:1l1:1", "l9:42", "l2:42q1:1", "l2:4xl1:1", "l-1:42l1:1", "l2:42l1", ""})
    void isForgottenIfSomebodyEditedIt(String text) {
        assertThat(KeyPosition.fromText(text, 2)).isEmpty();
    }
}
