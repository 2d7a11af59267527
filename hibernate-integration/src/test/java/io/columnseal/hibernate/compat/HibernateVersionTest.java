package io.columnseal.hibernate.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ConfigurationException;
import org.hibernate.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HibernateVersionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"5.6.15.Final", "6.5.3.Final", "7.0.10.Final", "7.1.35.Final", "8.0.0.Beta1", "8.1.0.Final"})
    void refusesVersionsWhoseGuardWasNeverTested(String text) {
        assertThatThrownBy(() -> HibernateVersion.parse(text).requireTested())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("not tested with Hibernate " + text.substring(0, 3))
                .hasMessageContaining("Use Hibernate 6.6, 7.2, 7.3 or 7.4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "6.6.53.Final",
                "6.6.0.Final",
                "7.2.12.Final",
                "7.2.0.Final",
                "7.3.0.Final",
                "7.4.1.Final",
                "7.4.9.Final",
                "7.5.0.Final"
            })
    void acceptsTestedLinesAndNewerMinorVersions(String text) {
        assertThatCode(() -> HibernateVersion.parse(text).requireTested()).doesNotThrowAnyException();
    }

    @Test
    void knowsWhatRuns() {
        assertThat(HibernateVersion.running()).isNotNull();
    }

    /** Profile compat names it, and puts it on the class path in place of another. */
    @Test
    void theVersionThatRunsIsTheOneThatIsToBeTested() {
        String meant = System.getProperty("compat.hibernate", Version.getVersionString());
        assertThat(Version.getVersionString()).isEqualTo(meant);
    }

    @Test
    void doesNotGuessAVersionThatIsNotSaid() {
        assertThat(HibernateVersion.parse("[WORKING]")).isNull();
    }
}
