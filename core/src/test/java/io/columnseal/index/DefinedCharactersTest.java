package io.columnseal.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;

class DefinedCharactersTest {

    /** Makes the table, too: a failure shows what it should be. */
    @Test
    @EnabledOnJre(JRE.JAVA_17)
    void areThoseOfJava17() {
        assertThat(DefinedCharacters.RUNS).isEqualTo(runs());
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(character -> DefinedCharacters.contains(character) != Character.isDefined(character)))
                .isEmpty();
    }

    @Test
    void areDefinedOnEveryLaterJavaVersionToo() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(DefinedCharacters::contains)
                        .filter(character -> !Character.isDefined(character)))
                .isEmpty();
    }

    private static String runs() {
        ByteArrayOutputStream runs = new ByteArrayOutputStream();
        boolean defined = false;
        int start = 0;
        for (int character = 0; character <= Character.MAX_CODE_POINT + 1; character++) {
            boolean here = character <= Character.MAX_CODE_POINT && Character.isDefined(character);
            if (here != defined) {
                write(character - start, runs);
                start = character;
                defined = here;
            }
        }
        return Base64.getEncoder().encodeToString(runs.toByteArray());
    }

    private static void write(int length, ByteArrayOutputStream runs) {
        int rest = length;
        while (rest >= 0x80) {
            runs.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        runs.write(rest);
    }
}
