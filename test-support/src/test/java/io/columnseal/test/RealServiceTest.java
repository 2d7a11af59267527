package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RealServiceTest {

    private static final String ADDRESS = "COLUMNSEAL_TEST_VAULT_ADDRESS";
    private static final String TOKEN = "COLUMNSEAL_TEST_VAULT_TOKEN";

    @Test
    void hasTheValuesOfAllVariables() {
        Map<String, String> environment = Map.of(ADDRESS, "https://vault.example", TOKEN, "hvs.x", "PATH", "/bin");

        assertThat(RealService.require(environment, ADDRESS, TOKEN))
                .isEqualTo(Map.of(ADDRESS, "https://vault.example", TOKEN, "hvs.x"));
    }

    @Test
    void failsWhereNoServiceIsNamed() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(
                        () -> RealService.require(Map.of("PATH", "/bin", ADDRESS.substring(1), "x"), ADDRESS, TOKEN))
                .withMessageContaining(ADDRESS)
                .withMessageContaining(TOKEN);
    }

    @Test
    void failsWhereAServiceIsNamedInPart() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> RealService.require(Map.of(ADDRESS, " ", TOKEN, "hvs.x"), ADDRESS, TOKEN))
                .withMessageContaining("set " + ADDRESS + " too")
                .withMessageNotContaining("hvs.x");
    }

    @Test
    void skipsAndSaysWhatToSetWhereAnotherServiceIsNamed() {
        Throwable skipped =
                catchThrowable(() -> RealService.require(Map.of("COLUMNSEAL_TEST_AWS_KEY_ARN", "arn"), ADDRESS, TOKEN));

        assertThat(skipped).hasMessageContainingAll(ADDRESS, TOKEN);
        assertThat(skipped.getClass().getSimpleName()).isEqualTo("TestAbortedException");
    }
}
