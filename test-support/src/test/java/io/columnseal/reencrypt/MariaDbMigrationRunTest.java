package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.Clinic.SOUTH;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ConfigurationException;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.migrate.MigrationPhase;
import io.columnseal.test.MariaDbServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MariaDbMigrationRunTest extends MigrationRunTest {

    @Override
    TestDatabase connect() {
        return new TestDatabase(MariaDbServer.dataSource(), "longblob", "longtext");
    }

    @Override
    void changeCitiesByATrigger() {
        tables.update("create trigger upper_city before update on patient for each row set new.city = upper(new.city)");
    }

    /** They see each other's rows, and one would be sealed for a tenant that there is not. */
    @ParameterizedTest
    @ValueSource(strings = {"CLINIC-SOUTH", "clinic-south "})
    void tenantsThatTheDatabaseTakesForTheSameAreRefused(String other) {
        tenants("varchar(50)");
        insert(1, clinic.seal(SSN, NORTH, "1"), SOUTH);
        insert(2, clinic.seal(SSN, NORTH, "2"), other);
        Object before = ssn(1);

        assertThatThrownBy(() -> assign(MigrationPhase.STRICT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("patient")
                .hasMessageContaining("same");

        assertThat(ssn(1)).isEqualTo(before);
        tables.update("delete from patient where id = 2");
        assertThat(assign(MigrationPhase.STRICT).complete()).isTrue();
    }

    @Test
    void rowsThatATenantOfAnotherNameSeesAreRefused() {
        refusesRowsThatATenantOfAnotherNameSees();
    }

    @Override
    String indifferentType() {
        return "varchar(50)";
    }

    /** Of keys that go into a temporary table, and of those that do not. */
    @ParameterizedTest
    @ValueSource(strings = {"bigint", "year"})
    void columnsThatTheDatabaseSetsToItsTimeStayAsTheyAre(String key) {
        tables.update("drop table if exists patient");
        tables.update("create table patient (id " + key + " primary key, ssn longblob, city longtext,"
                + " changed_at timestamp not null default '2020-01-01 00:00:00' on update current_timestamp)");
        for (int id = 2001; id <= 2003; id++) {
            tables.update(
                    "insert into patient (id, ssn, city) values (?, ?, 'Kiel')", id, clinic.seal(SSN, NORTH, "1"));
        }
        clinic.rotate(NORTH);

        assertThat(importing(null).seal().written()).isEqualTo(3);
        assertThat(reencrypted(SSN)).isEqualTo(3);
        clinic.rotate(NORTH);
        assertThat(reencrypted(city("", 1))).isEqualTo(3);

        assertThat(tables.query("select count(*) from patient where changed_at = '2020-01-01 00:00:00'")
                        .get(0)[0])
                .isEqualTo(3L);
    }

    private long reencrypted(SealedColumn column) {
        return clinic.seal()
                .reencryption(MariaDbServer.dataSource(), List.of(column))
                .run()
                .reencrypted();
    }
}
