package io.columnseal.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ConfigurationException;
import io.columnseal.Storage;
import io.columnseal.Uniqueness;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueJsonTest {

    private static final ColumnCatalogue CATALOGUE = new ColumnCatalogue(
            "clinic",
            List.of(
                    new SealedColumn(
                            "Patient",
                            "ssn",
                            "patient",
                            List.of("id"),
                            "ssn",
                            "patient.ssn",
                            "field",
                            "text",
                            Storage.BINARY,
                            1,
                            false,
                            List.of(
                                    new IndexColumn("", "ssn_bidx", "", 128, Uniqueness.CURRENT),
                                    new IndexColumn("last4", "\"Last: 4\"", "0a".repeat(32), 128),
                                    new IndexColumn("", "ssn_bidx_next", "", 128, Uniqueness.NEXT)),
                            new TenantColumn("person", List.of("person_id"), "clinic")),
                    new SealedColumn(
                            "Patient.tags",
                            "\"quoted\"",
                            "s.\"Two Words\"",
                            List.of(),
                            "`Order`",
                            "ctx",
                            "pii",
                            "json",
                            Storage.TEXT,
                            16,
                            true)));

    @Test
    void readsWhatItWrote() {
        assertThat(CatalogueJson.read(CatalogueJson.write(CATALOGUE))).isEqualTo(CATALOGUE);
    }

    @Test
    void saysThatTenantsAreApart() {
        ColumnCatalogue apart = new ColumnCatalogue("clinic", CATALOGUE.columns(), List.of(), true);

        assertThat(CatalogueJson.read(CatalogueJson.write(apart))).isEqualTo(apart);
        assertThatThrownBy(() -> CatalogueJson.read(
                        CatalogueJson.write(apart).replace("\"tenantsApart\" : true", "\"tenantsApart\" : 1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tenantsApart");
    }

    @Test
    void saysWhichColumnsAreInMigration() {
        ColumnCatalogue migrating = new ColumnCatalogue(
                "clinic",
                CATALOGUE.columns(),
                List.of(
                        new ColumnMigration("patient", "ssn", "BACKFILL", false),
                        new ColumnMigration("s.\"Two Words\"", "`Order`", "PREPARE", true)));

        String json = CatalogueJson.write(migrating);

        assertThat(json.replaceAll("\\s+", "")).contains("\"migration\":{\"phase\":\"BACKFILL\",\"imported\":false}");
        assertThat(CatalogueJson.read(json)).isEqualTo(migrating);
        assertThat(CatalogueJson.read(CatalogueJson.write(CATALOGUE)).migrations())
                .isEmpty();
    }

    @Test
    void writesFieldsInAFixedOrder() {
        assertThat(CatalogueJson.write(new ColumnCatalogue(
                                "clinic", CATALOGUE.columns().subList(0, 1)))
                        .replaceAll("\\s+", ""))
                .isEqualTo("{\"version\":1,\"application\":\"clinic\",\"columns\":[{\"entity\":\"Patient\","
                        + "\"attribute\":\"ssn\",\"table\":\"patient\",\"keyColumns\":[\"id\"],\"column\":\"ssn\","
                        + "\"context\":\"patient.ssn\",\"purpose\":\"field\",\"codec\":\"text\",\"storage\":\"BINARY\","
                        + "\"paddingBytes\":1,\"shared\":false,\"indexes\":["
                        + "{\"name\":\"\",\"column\":\"ssn_bidx\",\"fingerprint\":\"\",\"bits\":128,"
                        + "\"uniqueness\":\"CURRENT\"},"
                        + "{\"name\":\"last4\",\"column\":\"\\\"Last:4\\\"\",\"fingerprint\":\"" + "0a".repeat(32)
                        + "\",\"bits\":128},{\"name\":\"\",\"column\":\"ssn_bidx_next\",\"fingerprint\":\"\",\"bits\":128,"
                        + "\"uniqueness\":\"NEXT\"}],"
                        + "\"tenant\":{\"table\":\"person\",\"keyColumns\":[\"person_id\"],\"column\":\"clinic\"}}]}");
    }

    @Test
    void readsWhatWasWrittenBeforeTenantsWereNamed() {
        String earlier = CatalogueJson.write(CATALOGUE).replaceAll("(?s),\\s*\"tenant\" : \\{.*?}", "");

        assertThat(earlier).doesNotContain("tenant");
        assertThat(CatalogueJson.read(earlier).columns())
                .extracting(SealedColumn::tenant)
                .containsOnlyNulls();
    }

    @Test
    void refusesAnotherVersion() {
        String later = CatalogueJson.write(CATALOGUE).replace("\"version\" : 1", "\"version\" : 2");

        assertThatThrownBy(() -> CatalogueJson.read(later))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("version must be 1");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"application\" : \"clinic\"', '\"application\" : 7', application must be a text",
        "'\"table\" : \"patient\"', '\"table\" : null', columns[0].table must be a text",
        "'\"storage\" : \"TEXT\"', '\"storage\" : \"DISK\"', columns[1].storage must be BINARY or TEXT",
        "'\"paddingBytes\" : 16', '\"paddingBytes\" : \"16\"', columns[1].paddingBytes must be a whole number",
        "'\"shared\" : true', '\"shared\" : 1', columns[1].shared must be true or false",
        "'\"keyColumns\" : [ ]', '\"keyColumns\" : \"id\"', columns[1].keyColumns must be a list",
        "'[ \"id\" ]', '[ 7 ]', columns[0].keyColumns must hold texts",
        "'\"paddingBytes\" : 16', '\"paddingBytes\" : 0', columns[1].paddingBytes must be 1..4096: 0",
        "'\"context\" : \"ctx\"', '\"context\" : \" \"', columns[1].context must not be blank",
        "'\"purpose\" : \"pii\"', '\"purpose\" : \"\"', columns[1].purpose must not be blank",
        "'\"table\" : \"patient\"', '\"table\" : \"\"', columns[0].table must not be blank",
        "'\"column\" : \"ssn\"', '\"column\" : \"\"', columns[0].column must not be blank",
        "'[ \"id\" ]', '[ \"\" ]', columns[0].keyColumns must not be blank",
        "'\"indexes\" : [ ]', '\"indexes\" : { }', columns[1].indexes must be a list",
        "'\"name\" : \"last4\"', '\"name\" : null', columns[0].indexes[1].name must be a text",
        "'\"name\" : \"last4\"', '\"name\" : \"a:b\"', columns[0].indexes[1].name must hold neither colons",
        "'\"column\" : \"ssn_bidx\"', '\"column\" : \"\"', columns[0].indexes[0].column must not be blank",
        "'\"column\" : \"clinic\"', '\"column\" : 7', columns[0].tenant.column must be a text",
        "'\"column\" : \"clinic\"', '\"column\" : \"\"', columns[0].tenant.column must not be blank",
        "'\"uniqueness\" : \"NEXT\"', '\"uniqueness\" : \"LAST\"', columns[0].indexes[2].uniqueness must be NONE",
        "'\"fingerprint\" : \"\"', '\"fingerprint\" : \"XY\"', columns[0].indexes[0].fingerprint must be hexadecimal"
    })
    void namesTheFieldAtFault(String right, String wrong, String problem) {
        String json = CatalogueJson.write(CATALOGUE);
        assertThat(json).contains(right);

        assertThatThrownBy(() -> CatalogueJson.read(json.replace(right, wrong)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "null", "{}", "not json \u0000"})
    void refusesWhatIsNoCatalogue(String text) {
        assertThatThrownBy(() -> CatalogueJson.read(text))
                .isInstanceOf(ConfigurationException.class)
                .hasNoCause();
    }
}
