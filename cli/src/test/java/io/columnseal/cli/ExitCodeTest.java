package io.columnseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ReencryptionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCodeTest {

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "57P01", "57P02", "57P03", "53300"})
    void ofADatabaseThatCannotBeReachedIsThatOfWhatMayWorkLater(String state) {
        assertThat(ExitCode.of(new ReencryptionException("read a page", null, null, state, 0)))
                .isEqualTo(ExitCode.UNAVAILABLE);
    }

    /** MariaDB says so if it has no connection left, PostgreSQL's driver if a password is missing. */
    @Test
    void ofARejectedConnectionDependsOnWhoRejectsIt() {
        assertThat(ExitCode.ofDatabase("08004", 1040)).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(ExitCode.ofDatabase("08004", 0)).isEqualTo(ExitCode.REFUSED);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"28P01", "42P01", "42501", "57014"})
    void ofADatabaseThatAnswersIsThatOfARefusal(String state) {
        assertThat(ExitCode.of(new ReencryptionException("read a page", null, null, state, 0)))
                .isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void areTheFrozenOnes() {
        assertThat(new int[] {
                    ExitCode.OK,
                    ExitCode.FINDINGS,
                    ExitCode.USAGE,
                    ExitCode.REFUSED,
                    ExitCode.UNAVAILABLE,
                    ExitCode.NOT_GENUINE,
                    ExitCode.NOT_ALLOWED,
                    ExitCode.UNEXPECTED
                })
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }
}
