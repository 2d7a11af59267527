package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.hibernate.schema.SchemaCheck;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

class PostgresIndexSchemaTest extends IndexSchemaTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }

    @Test
    void takesNoIndexOfATableWhoseNameDiffersInCaseForTheTablesOwn() {
        Class<?>[] entities = {Indexed.class, Device.class, Scanner.class, Printer.class};
        TestDatabase database = shared();
        try (SessionFactory factory = start(database, "create", entities);
                LoggedLines lines = LoggedLines.of(SchemaCheck.class)) {
            RawRows.update(factory, "drop index ix_patient_ssn_bidx");
            RawRows.update(factory, "create table \"Patient\" (ssn_bidx bytea)");
            RawRows.update(factory, "create index ix_other on \"Patient\" (ssn_bidx)");

            start(database, "none", entities).close();

            assertThat(lines.messages())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("patient.ssn_bidx has no database index"));
        }
    }
}
