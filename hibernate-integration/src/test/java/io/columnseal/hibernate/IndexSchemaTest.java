package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.catalogue.CatalogueJson;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.hibernate.schema.ColumnRegistration;
import io.columnseal.hibernate.schema.SchemaCheck;
import io.columnseal.index.DigitsOnly;
import io.columnseal.index.FoldCase;
import io.columnseal.index.Trim;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Columns and database indexes of blind indexes: made, checked, printed and remembered, on one database. */
abstract class IndexSchemaTest {

    abstract TestDatabase server();

    private final ColumnSeal seal = TestFactory.seal();

    @AfterEach
    void close() {
        seal.close();
    }

    /** A database that several factories use one after the other. */
    final TestDatabase shared() {
        Map<String, Object> settings = server().create();
        return () -> settings;
    }

    final SessionFactory start(TestDatabase database, String action, Class<?>... entities) {
        return TestFactory.of(entities)
                .seal(seal)
                .database(database)
                .setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, action)
                .build();
    }

    @Test
    void createsWhatItChecks() {
        TestDatabase database = shared();
        start(database, "create", Indexed.class, Device.class, Scanner.class, Printer.class)
                .close();

        try (SessionFactory factory =
                start(database, "validate", Indexed.class, Device.class, Scanner.class, Printer.class)) {
            assertThat(SealedSchema.of(factory).ddl()).isEmpty();
        }
    }

    @Test
    void tablesOfSubclassesHaveIndexesOfTheirOwn() {
        try (SessionFactory factory = start(server(), "create", Device.class, Scanner.class, Printer.class)) {
            assertThat(indexed(factory, "scanner")).contains("serial_bidx", "password_bidx");
            assertThat(indexed(factory, "printer")).contains("serial_bidx");
        }
    }

    /** Columns that the table's database indexes begin with. */
    private static List<String> indexed(SessionFactory factory, String table) {
        return factory.fromSession(session -> session.doReturningWork(connection -> {
            List<String> columns = new ArrayList<>();
            for (String name : List.of(table, table.toUpperCase(Locale.ROOT))) {
                try (var rows = connection
                        .getMetaData()
                        .getIndexInfo(connection.getCatalog(), connection.getSchema(), name, false, true)) {
                    while (rows.next()) {
                        if (rows.getInt("ORDINAL_POSITION") == 1) {
                            columns.add(rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
                        }
                    }
                }
            }
            return columns;
        }));
    }

    @Test
    void anIndexOnAnExistingTableIsAskedForAndPrinted() {
        TestDatabase database = shared();
        start(database, "create", Plain.class).close();

        assertThatThrownBy(() -> start(database, "none", Indexed.class))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("ssn_bidx is missing")
                .hasMessageContaining("add column")
                .hasMessageContaining("create index");

        List<String> ddl;
        try (SessionFactory factory = TestFactory.of(Indexed.class)
                .seal(seal)
                .database(database)
                .setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, "none")
                .setting(EncryptionSettings.SCHEMA_CHECK, "false")
                .build()) {
            ddl = SealedSchema.of(factory).ddl();
            ddl.forEach(statement -> RawRows.update(factory, statement));
            assertThat(SealedSchema.of(factory).ddl()).isEmpty();
        }
        assertThat(ddl).hasSize(2);
        assertThat(ddl.get(0)).contains("add column").contains("ssn_bidx");
        assertThat(ddl.get(1)).contains("create index ix_patient_ssn_bidx");
        try (SessionFactory factory = start(database, "validate", Indexed.class)) {
            factory.inTransaction(session -> session.persist(new Indexed(1, "a")));
            assertThat(RawRows.of(factory, "patient", "ssn_bidx")).hasSize(1);
        }
    }

    @Test
    void refusesAColumnThatIsTooShort() {
        TestDatabase database = shared();
        try (SessionFactory factory = start(database, "create", Plain.class)) {
            RawRows.update(factory, "alter table patient add column ssn_bidx varchar(20)");
        }

        assertThatThrownBy(() -> start(database, "none", Indexed.class))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("ssn_bidx")
                .hasMessageContaining("cannot store index values");
    }

    @Test
    void cataloguesAndRegistersIndexes() {
        try (SessionFactory factory =
                start(server(), "create", Indexed.class, Device.class, Scanner.class, Printer.class)) {
            var catalogue = SealedColumns.of(factory).catalogue();

            assertThat(catalogue.columns())
                    .extracting(column -> column.table().toLowerCase(Locale.ROOT) + " "
                            + column.indexes().stream().map(IndexColumn::column).toList())
                    .containsExactlyInAnyOrder(
                            "patient [ssn_bidx]",
                            "patient []",
                            "scanner [serial_bidx]",
                            "scanner [password_bidx]",
                            "printer [serial_bidx]");
            assertThat(CatalogueJson.read(CatalogueJson.write(catalogue))).isEqualTo(catalogue);
            assertThat(seal.columns().find("application"))
                    .filteredOn(column -> column.attribute().equals("ssn"))
                    .singleElement()
                    .satisfies(column -> assertThat(column.indexes())
                            .containsExactly(new IndexColumn(
                                    "",
                                    "ssn_bidx",
                                    catalogue
                                            .columns()
                                            .get(indexOfSsn(catalogue.columns()))
                                            .indexes()
                                            .get(0)
                                            .fingerprint(),
                                    128)));
        }
    }

    private static int indexOfSsn(List<SealedColumn> columns) {
        return columns.stream().map(column -> column.attribute()).toList().indexOf("ssn");
    }

    @Test
    void refusesAnotherNormalizerThanBefore() {
        TestDatabase database = shared();
        start(database, "create", Indexed.class).close();

        assertThatThrownBy(() -> start(database, "none", Renormalized.class))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("normalizers");
        start(database, "none", Indexed.class).close();
    }

    @Test
    void warnsOfRowsThatAreNotIndexedYet() {
        try (LoggedLines lines = LoggedLines.of(ColumnRegistration.class)) {
            start(server(), "create", Plain.class).close();
            assertThat(lines.messages()).isEmpty();
            start(server(), "create", Indexed.class).close();
            assertThat(lines.messages())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("Patient.ssn").contains("not found"));
            start(server(), "create", Indexed.class).close();
            assertThat(lines.messages()).hasSize(1);
        }
    }

    /** Several tables, of which the database tells at once. */
    @Test
    void warnsOfADatabaseIndexThatIsMissing() {
        Class<?>[] entities = {Indexed.class, Device.class, Scanner.class, Printer.class};
        TestDatabase database = shared();
        try (SessionFactory factory = start(database, "create", entities);
                LoggedLines lines = LoggedLines.of(SchemaCheck.class)) {
            RawRows.update(factory, dropIndex(factory));

            start(database, "none", entities).close();
            assertThat(lines.messages())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains("patient.ssn_bidx has no database index", "lookups read the whole table")
                            .contains("Run: create index ix_patient_ssn_bidx on patient")
                            .contains("columnseal.schema-check=false"));

            SealedSchema.of(factory).ddl().forEach(statement -> RawRows.update(factory, statement));
            start(database, "none", entities).close();
            assertThat(lines.messages()).hasSize(1);
        }
    }

    private static String dropIndex(SessionFactory factory) {
        String on = factory.unwrap(SessionFactoryImplementor.class)
                                .getJdbcServices()
                                .getDialect()
                        instanceof MySQLDialect
                ? " on patient"
                : "";
        return "drop index ix_patient_ssn_bidx" + on;
    }

    @Test
    void longNamesOfIndexesAreShortened() {
        try (SessionFactory factory = start(server(), "create", LongNames.class)) {
            factory.inTransaction(session -> session.persist(new LongNames(1, "a")));
            assertThat(SealedSchema.of(factory).ddl()).isEmpty();
        }
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Plain {
        @Id
        long id;

        @Encrypted String ssn;

        @Encrypted String note;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Indexed {
        @Id
        long id;

        @Encrypted @BlindIndex(normalizer = {Trim.class, FoldCase.class})
        String ssn;

        @Encrypted String note;

        Indexed() {}

        Indexed(long id, String ssn) {
            this.id = id;
            this.ssn = ssn;
        }
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Renormalized {
        @Id
        long id;

        @Encrypted @BlindIndex(normalizer = DigitsOnly.class)
        String ssn;

        @Encrypted String note;
    }

    @Entity
    @Table(name = "device")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    abstract static class Device {
        @Id
        long id;

        @Encrypted @BlindIndex(indexName = "by_serial")
        String serial;
    }

    @Entity
    @Table(name = "scanner")
    static class Scanner extends Device {
        @Encrypted @BlindIndex
        String password;
    }

    @Entity
    @Table(name = "printer")
    static class Printer extends Device {}

    @Entity
    @Table(name = "patients_who_were_referred_by_other_hospitals")
    static class LongNames {
        @Id
        long id;

        @Encrypted @BlindIndex
        @Column(name = "social_security_number_as_told_by_the_patient")
        String ssn;

        LongNames() {}

        LongNames(long id, String ssn) {
            this.id = id;
            this.ssn = ssn;
        }
    }
}
