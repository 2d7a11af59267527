package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.Storage;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.ColumnPlace;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.KeyDestructionReport.Outcome;
import io.columnseal.test.MariaDbServer;
import io.columnseal.test.PostgresServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same table under another name, as after {@code hibernate.default_schema} was set or names are quoted. */
class FormerSpellingTest {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final FieldContext SSN = FieldContext.of("north", "spelt.ssn");

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final List<TestDatabase> databases = new ArrayList<>();
    private ColumnSeal seal;
    private KeyId key;

    @BeforeEach
    void start() {
        seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(store)
                .build();
    }

    @AfterEach
    void close() {
        seal.close();
        databases.forEach(TestDatabase::close);
    }

    private enum Database {
        H2("binary large object"),
        POSTGRES("bytea"),
        MARIADB("longblob");

        private final String binary;

        Database(String binary) {
            this.binary = binary;
        }

        TestDatabase open() throws SQLException {
            return switch (this) {
                case H2 -> H2ReencryptionTest.h2("spelling");
                case POSTGRES -> new TestDatabase(PostgresServer.dataSource(), "bytea", "text");
                case MARIADB -> new TestDatabase(MariaDbServer.dataSource(), "longblob", "longtext");
            };
        }
    }

    static Stream<Arguments> spellings() {
        return Stream.of(
                Arguments.of(Database.H2, "public.spelt", "ssn"),
                Arguments.of(Database.H2, "\"SPELT\"", "\"SSN\""),
                Arguments.of(Database.POSTGRES, "public.spelt", "SSN"),
                Arguments.of(Database.POSTGRES, "\"spelt\"", "\"ssn\""),
                Arguments.of(Database.MARIADB, "`spelt`", "`SSN`"));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void isForgottenThoughValuesAreInIt(Database kind, String table, String column) throws SQLException {
        TestDatabase database = create(kind);
        KeyDestruction destruction = spelt(database.dataSource(), table, column);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> destruction.destroy(List.of(key), "j.doe", "old"))
                .withMessageContaining("spelt.ssn");

        destruction.forget("clinic", "spelt", "ssn", "j.doe", "another spelling");

        assertThat(destruction.destroy(List.of(key), "j.doe", "old"))
                .extracting(KeyDestructionReport::outcome)
                .as("and counted")
                .containsExactly(Outcome.REFERENCED);
    }

    @Test
    void isForgottenWhileOthersWriteToIt() throws SQLException {
        TestDatabase database = create(Database.MARIADB);
        ClinicTables tables = new ClinicTables(database.dataSource());
        byte[] sealed = seal.columnFields().encrypt(SSN, new byte[] {2});
        DataSource busy = FailpointDataSource.of(
                database.dataSource(),
                "",
                seam -> tables.update("insert into spelt (id, ssn) values (3, ?)", (Object) sealed));

        spelt(busy, "`spelt`", "ssn").forget("clinic", "spelt", "ssn", "j.doe", "another spelling");

        assertThat(store.columns().find("clinic")).noneMatch(known -> known.liesIn("spelt", "ssn"));
    }

    static Stream<Arguments> others() {
        return Stream.of(
                // A schema of its own, a copy of the table with as many values
                Arguments.of(Database.H2, "archive.spelt", "create table archive.spelt as select * from spelt"),
                Arguments.of(Database.POSTGRES, "archive.spelt", "create table archive.spelt as select * from spelt"),
                Arguments.of(Database.MARIADB, "archive.spelt", "create table archive.spelt as select * from spelt"),
                // Shows some of the values only, or all of them so far; and a driver that tells the table below it
                Arguments.of(Database.H2, "shown", "create view shown as select * from spelt where id > 1"),
                Arguments.of(Database.H2, "shown", "create view shown as select * from spelt where id > 0"),
                Arguments.of(Database.POSTGRES, "shown", "create view shown as select * from spelt where id > 1"),
                Arguments.of(Database.POSTGRES, "shown", "create view shown as select * from spelt where id > 0"),
                Arguments.of(Database.MARIADB, "shown", "create view shown as select * from spelt where id > 1"),
                Arguments.of(Database.MARIADB, "shown", "create view shown as select * from spelt where id > 0"),
                // Nobody can say what it is
                Arguments.of(Database.H2, "gone", "create table spelt_2 (id int)"),
                Arguments.of(Database.POSTGRES, "gone", "create table spelt_2 (id int)"),
                Arguments.of(Database.MARIADB, "gone", "create table spelt_2 (id int)"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void forgetsNoTableForAnotherOne(Database kind, String table, String statement) throws SQLException {
        TestDatabase database = create(kind);
        new ClinicTables(database.dataSource()).update(statement);
        KeyDestruction destruction = spelt(database.dataSource(), table, "ssn");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> destruction.forget("clinic", "spelt", "ssn", "j.doe", "a mistake"))
                .withMessageContaining("2 values in it are sealed");
        assertThat(store.columns().find("clinic")).anyMatch(known -> known.liesIn("spelt", "ssn"));
    }

    private TestDatabase create(Database kind) throws SQLException {
        TestDatabase database = kind.open();
        databases.add(database);
        ClinicTables tables = new ClinicTables(database.dataSource());
        String cascade = kind == Database.MARIADB ? "" : " cascade";
        tables.update("drop view if exists shown");
        tables.update("drop table if exists spelt_2");
        tables.update("drop table if exists spelt");
        tables.update("drop schema if exists archive" + cascade);
        tables.update("create schema archive");
        tables.update("create table spelt (id int, ssn " + kind.binary + ")");
        for (int id = 1; id <= 2; id++) {
            tables.update("insert into spelt (id, ssn) values (" + id + ", ?)", (Object)
                    seal.columnFields().encrypt(SSN, new byte[] {1}));
        }
        key = seal.keys().history("north").stream().map(KeyInfo::id).findFirst().orElseThrow();
        seal.keys().rotate("north", "j.doe", "yearly");
        return database;
    }

    /** Registered as it was spelt first and as it is now. */
    private KeyDestruction spelt(DataSource database, String table, String column) {
        SealedColumn now = new SealedColumn(
                "Patient", "ssn", table, List.of("id"), column, "spelt.ssn", "field", "text", Storage.BINARY, 1, false);
        RegisteredColumn registered = new RegisteredColumn(
                "clinic", "Patient", "ssn", table, column, "spelt.ssn", "field", "text", Storage.BINARY);
        store.columns().register(List.of(registered.alsoIn(List.of(new ColumnPlace("spelt", "ssn")))));
        return seal.keyDestruction(database, new ColumnCatalogue("clinic", List.of(now)));
    }
}
