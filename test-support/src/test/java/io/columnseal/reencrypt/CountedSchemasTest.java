package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.Storage;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.cipher.SealedValue;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.KeyDestructionReport.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** A key is destroyed once the same schemas were counted twice. */
class CountedSchemasTest {

    private static final SealedColumn COLUMN = new SealedColumn(
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
            false);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void countsOfDifferentSchemasAreNotTwoOfOne() throws SQLException {
        TenantDatabases schemas =
                TenantDatabases.schemas(database("NORTH", "SOUTH", "WEST"), List.of("NORTH", "SOUTH", "WEST"));
        InMemoryDataKeyStore store = new InMemoryDataKeyStore();
        try (ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"))
                .keyStore(store)
                .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC))
                .build()) {
            store.columns()
                    .register(List.of(new RegisteredColumn(
                            "clinic",
                            "Patient",
                            "ssn",
                            "patient",
                            "ssn",
                            "patient.ssn",
                            "field",
                            "text",
                            Storage.BINARY)));
            byte[] sealed = seal.columnFields().encrypt(FieldContext.of("north", "patient.ssn"), new byte[] {1});
            KeyId key = SealedValue.header(sealed).orElseThrow().key();
            seal.keys().rotate("north", "j.doe", "yearly");

            assertThat(destroy(seal, schemas, key, "NORTH", "SOUTH")).isEqualTo(Outcome.COUNTED_ONCE);
            now = now.plus(Duration.ofHours(3));
            assertThat(destroy(seal, schemas, key, "NORTH", "WEST")).isEqualTo(Outcome.COUNTED_ONCE);
            now = now.plus(Duration.ofHours(3));
            assertThat(destroy(seal, schemas, key, "WEST", "NORTH")).isEqualTo(Outcome.PENDING);
        }
    }

    private static Outcome destroy(ColumnSeal seal, TenantDatabases schemas, KeyId key, String one, String other) {
        ColumnCatalogue catalogue = new ColumnCatalogue("clinic", List.of(COLUMN), List.of(), true);
        return seal.keyDestruction(schemas.dataSource(one), catalogue)
                .alsoCounting(schemas.dataSource(other), catalogue)
                .destroy(List.of(key), "j.doe", "old")
                .get(0)
                .outcome();
    }

    private static DataSource database(String... schemas) throws SQLException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:counted-schemas;DB_CLOSE_DELAY=-1");
        try (Connection connection = database.getConnection()) {
            for (String schema : schemas) {
                connection.createStatement().execute("create schema " + schema);
                connection
                        .createStatement()
                        .execute("create table " + schema + ".patient (id int primary key, ssn varbinary(200))");
            }
        }
        return database;
    }
}
