package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.Clinic.SOUTH;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ConfigurationException;
import io.columnseal.migrate.MigrationPhase;
import io.columnseal.test.MariaDbServer;
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
}
