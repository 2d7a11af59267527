package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

class SchemaScriptHintsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "columnseal/migration/h2/V1__columnseal.sql",
                "columnseal/migration/mysql/V1__columnseal.sql",
                "columnseal/migration/postgresql/V1__columnseal.sql",
                "io/columnseal/schema/schema-h2.sql",
                "io/columnseal/schema/schema-mysql.sql",
                "io/columnseal/schema/schema-postgresql.sql"
            })
    void takesEveryScriptIntoANativeImage(String script) {
        RuntimeHints hints = new RuntimeHints();
        new SchemaScriptHints().registerHints(hints, getClass().getClassLoader());

        assertThat(getClass().getClassLoader().getResource(script)).isNotNull();
        assertThat(RuntimeHintsPredicates.resource().forResource(script)).accepts(hints);
    }
}
