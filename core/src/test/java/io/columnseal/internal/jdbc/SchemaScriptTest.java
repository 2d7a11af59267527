package io.columnseal.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ConfigurationException;
import io.columnseal.key.JdbcDataKeyStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaScriptTest {

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mysql", "h2"})
    void isAlsoTheFirstMigration(String database) throws IOException {
        assertThat(resource("columnseal/migration/" + database + "/V1__columnseal.sql"))
                .isEqualTo(resource("io/columnseal/schema/schema-" + database + ".sql"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql", "h2"})
    void hasTheTriggersAsAMigrationOfTheirOwn(String database) throws IOException {
        assertThat(resource("columnseal/append-only/" + database + "/V1_1__columnseal_append_only.sql"))
                .isEqualTo(resource("io/columnseal/schema/append-only-" + database + ".sql"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mysql", "h2"})
    void saysTheVersionThatTheLibraryWorksWith(String database) throws IOException {
        assertThat(resource("io/columnseal/schema/schema-" + database + ".sql"))
                .contains("schema version " + JdbcDataKeyStore.SCHEMA_VERSION)
                .contains("'schema-version', " + JdbcDataKeyStore.SCHEMA_VERSION);
    }

    @Test
    void keepsTablesOfSeveralPrefixesAndSchemasApart() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setUrl("jdbc:h2:mem:names;DB_CLOSE_DELAY=-1;INIT=create schema if not exists keys");
        JdbcDataKeyStore plain = JdbcDataKeyStore.on(dataSource).createSchema();
        JdbcDataKeyStore prefixed =
                JdbcDataKeyStore.on(dataSource).withTablePrefix("app_").createSchema();
        JdbcDataKeyStore elsewhere = JdbcDataKeyStore.on(dataSource)
                .withSchema("keys")
                .withTablePrefix("app_")
                .createSchema();

        for (JdbcDataKeyStore store : new JdbcDataKeyStore[] {plain, prefixed, elsewhere}) {
            store.verify();
            assertThat(store.revision()).isZero();
        }
    }

    @Test
    void takesPrefixesWithWhichNoNameOfTheScriptsIsTooLongForADatabase() throws IOException {
        String longest = "p".repeat(32);
        int room = 64 - longest.length();

        assertThat(new TableNames("", longest).prefix()).isEqualTo(longest);
        assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> new TableNames("", longest + "p"));
        for (String script : List.of("schema-mysql.sql", "append-only-mysql.sql")) {
            assertThat(resource(SchemaScript.LOCATION + script).split("[^A-Za-z0-9_]+"))
                    .allSatisfy(name -> assertThat(name).hasSizeLessThanOrEqualTo(room));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a;b", "a.b", "a\"b", "1a", "a-b", "ä", "a'"})
    void refusesNamesThatAreNoPlainIdentifiers(String name) {
        assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> new TableNames(name, ""));
        assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> new TableNames("", name));
    }

    private static String resource(String path) throws IOException {
        try (InputStream in = SchemaScriptTest.class.getClassLoader().getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
